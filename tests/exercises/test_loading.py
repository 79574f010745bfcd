"""How exercises are found: our own by folder, a private bank by its entry point, and what is said of one that cannot be loaded."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bigmodel_edu import exercises
from bigmodel_edu.checking.words import MalformedExercise

BANK = Path(exercises.__file__).parent


@pytest.fixture
def private(tmp_path, monkeypatch):
    """A private bank with one exercise, a copy of one of ours under another name; call it with files to write besides."""

    def install(files=None):
        record = tmp_path / "acme_bank-1.0.dist-info"
        record.mkdir()
        (record / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-bank\nVersion: 1.0\n", encoding="utf-8")
        (record / "entry_points.txt").write_text("[bigmodel_edu.exercises]\nacme-ethics = acme_bank.ethics\n", encoding="utf-8")
        folder = tmp_path / "acme_bank" / "ethics"
        folder.mkdir(parents=True)
        (folder.parent / "__init__.py").touch()
        (folder / "__init__.py").write_text('EXERCISES = ("mask", "letter")\n', encoding="utf-8")
        shutil.copy(BANK / "self_attention" / "causal_mask.py", folder / "mask.py")
        words = (BANK / "self_attention" / "causal_mask.md").read_text(encoding="utf-8")
        (folder / "mask.md").write_text(words.replace("self-attention.causal_mask", "acme-ethics.mask"), encoding="utf-8")
        (folder / "letter.md").write_text("# acme-ethics.letter\npoints: 1\nright: a\n\nWhich?\n\n- a: A\n- b: B\n", encoding="utf-8")
        for name, text in (files or {}).items():
            (folder / name).write_text(text, encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        forget()

    yield install
    monkeypatch.undo()
    forget()


def forget():
    for cached in (exercises.chapters, exercises._bank, exercises._load):
        cached.cache_clear()
    for name in [name for name in sys.modules if name.split(".")[0] == "acme_bank"]:
        del sys.modules[name]


def test_a_private_bank_loads_the_same_way(private):
    private()
    assert "acme-ethics" in exercises.chapters()
    assert [each.id for each in exercises.chapter("acme-ethics")] == ["acme-ethics.mask", "acme-ethics.letter"]
    assert exercises.find("acme-ethics.mask").misconceptions[0].name == "strictly-lower"


@pytest.mark.parametrize(
    "files, said",
    [
        (
            {"letter.md": "# acme-law.letter\npoints: 1\nright: a\n\nWhich?\n\n- a: A\n"},
            r"letter\.md:1: expected the title 'acme-ethics\.letter'",
        ),
        ({"mask.py": "EXERCISES = 3\n"}, r"mask\.py:1: expected EXERCISE = function"),
        ({"__init__.py": "EXERCISES = ['mask']\n"}, r"__init__\.py:1: expected the exercises in order"),
        ({"letter.md": ""}, r"letter\.md:1: expected the exercise's id"),
    ],
)
def test_a_bank_that_cannot_be_used_is_told_where(private, files, said):
    private(files)
    with pytest.raises(MalformedExercise, match=said):
        exercises.chapter("acme-ethics")


def test_unknown_names_are_answered_with_the_known_ones():
    with pytest.raises(exercises.UnknownExercise, match=r"known chapters: .*self-attention"):
        exercises.find("self-atention.causal_mask")
    with pytest.raises(exercises.UnknownExercise, match=r"the chapter 'self-attention' has: self-attention\.what_is_mixed"):
        exercises.find("self-attention.mask")
    for odd in ("", ".", "self-attention", "self-attention.", "self-attention.causal_mask.more", "self-attention.__init__"):
        with pytest.raises(exercises.UnknownExercise):
            exercises.find(odd)


def test_every_file_of_the_bank_belongs_to_it():
    """Each page of words is an exercise's; each module is an exercise's with its page beside it, or is imported by one."""
    for folder in (path for path in BANK.iterdir() if (path / "__init__.py").exists()):
        names = set(exercises._bank(folder.name.replace("_", "-")).EXERCISES)
        assert {path.stem for path in folder.glob("*.md") if "." not in path.stem} == names
        code = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.stem != "__init__"}
        for extra in code.keys() - names:
            assert any(f"exercises.{folder.name}.{extra} import" in text for text in code.values()), (
                f"{folder.name}/{extra}.py serves nobody"
            )


def test_one_exercise_is_found_without_loading_the_others():
    code = (
        "import sys; from bigmodel_edu.exercises import find; find('self-attention.causal_mask'); "
        "print(sorted(n for n in sys.modules if n.startswith('bigmodel_edu.exercises.')))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert eval(found) == ["bigmodel_edu.exercises.self_attention", "bigmodel_edu.exercises.self_attention.causal_mask"]
