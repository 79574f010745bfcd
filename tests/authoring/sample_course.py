"""A small course for tests: lesson sources in a temporary folder, and a bank of exercises that joins as a plug-in."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent, indent

import pytest

from bigmodel_edu import exercises
from bigmodel_edu.authoring.lesson import Lesson
from bigmodel_edu.authoring.module import look_again
from bigmodel_edu.authoring.reading import HEADER, read_lesson
from bigmodel_edu.authoring.rules import lesson_problems

BANK = {
    "__init__.py": 'EXERCISES = ("double", "letter", "essay")',
    "double.py": """
from bigmodel_edu.checking import arguments, function

def some_number(rng):
    return arguments(float(rng.normal()))

EXERCISE = function(__file__, points=2, reference=lambda x: 2 * x, core=some_number, mistakes={})
""",
    "double.md": "# sample.double",
    "letter.md": "# sample.letter\npoints: 1\nright: a\n\nWhich is first?\n\n- a: A\n- b: B",
    "essay.md": "# sample.essay\npoints: 3\n\nWhy?",
}


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Install the bank "sample" in this process and in every process that it starts; return the bank's file."""
    files = {f"sample_bank/{name}": text for name, text in BANK.items()}
    folder = plug_in(tmp_path, monkeypatch, files, sample="sample_bank")
    _forget()
    yield folder / "sample_bank" / "double.py"
    _forget()


def plug_in(root: Path, monkeypatch: pytest.MonkeyPatch, files: Mapping[str, str], **chapters: str) -> Path:
    """Install files as a package that adds chapters, each in a module; return the folder that holds them."""
    folder = root / "plug-in"
    record = folder / "sample_bank-1.0.dist-info"
    record.mkdir(parents=True)
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: sample-bank\nVersion: 1.0\n", encoding="utf-8")
    points = "".join(f"{chapter} = {module}\n" for chapter, module in chapters.items())
    (record / "entry_points.txt").write_text("[bigmodel_edu.exercises]\n" + points, encoding="utf-8")
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(content), encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    look_again()
    return folder


def _forget() -> None:
    exercises.chapters.cache_clear()
    exercises._bank.cache_clear()
    exercises._load.cache_clear()
    for name in [name for name in sys.modules if name.split(".")[0] == "sample_bank"]:
        del sys.modules[name]


def code(source: str, *tags: str, **options: str) -> str:
    """A code cell of a lesson source."""
    lines = [f":tags: [{', '.join(tags)}]"] if tags else []
    lines += [f":{name}: {value}" for name, value in options.items()]
    return "\n".join(["```{code-cell} ipython3", *lines, *([""] if lines else []), dedent(source).strip("\n"), "```"])


def exercise(name: str = "double", starter: str = "", solution: str = "", check: str = "") -> str:
    """The three cells of an exercise of the bank "sample"."""
    starter = starter or f"def {name}(x):\n    raise NotImplementedError"
    solution = solution or f"def {name}(x):\n    return 2 * x"
    cells = [
        code(starter, "exercise", exercise=f"sample.{name}"),
        code(solution, "solution"),
        code(check or f'check("sample.{name}", {name})', "check"),
    ]
    return "\n\n".join(cells)


IMPORT = code("from bigmodel_edu import check", "setup")


def source(*blocks: str, title: str = "# Sample") -> str:
    """A lesson source with header and title."""
    return "\n\n".join([HEADER, title, *blocks]) + "\n"


def write_lesson(root: Path, *blocks: str, name: str = "start/sample", title: str = "# Sample") -> Path:
    """Write a lesson source into a course's folder."""
    path = root / "book" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source(*blocks, title=title), encoding="utf-8")
    return path


def lesson_of(root: Path, *blocks: str, **options: str) -> Lesson:
    """Write a lesson source and read it."""
    return read_lesson(root, write_lesson(root, *blocks, **options))


def problems_of(root: Path, *blocks: str, **options: str) -> list[str]:
    """What the static rules say about a lesson with these blocks."""
    return [str(problem) for problem in lesson_problems(lesson_of(root, *blocks, **options))]


def line_of(root: Path, text: str, name: str = "start/sample") -> int:
    """The number of the source's first line that holds a text."""
    lines = (root / "book" / f"{name}.md").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def in_list(block: str) -> str:
    """A block as an item of a list."""
    return "- item\n\n" + indent(block, "  ")
