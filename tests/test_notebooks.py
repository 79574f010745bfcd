"""Every committed notebook is complete: executed, without errors, with alt texts, the same on every machine, and with its source."""

import base64
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
STUDENT, SOLVED = "notebooks", "solutions"
NOTEBOOKS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in (STUDENT, SOLVED)
    for path in (ROOT / folder).rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
LESSONS = sorted(
    path.relative_to(ROOT / "book").with_suffix("").as_posix()
    for path in (ROOT / "book").rglob("*.md")
    if re.search(r"^```\{code-cell\}", path.read_text(encoding="utf-8"), re.MULTILINE)
)
MACHINE = re.compile(r"(?<![\w.:/<])/(?:home|root|tmp|usr|opt|work|Users|private)/\w+|\b[A-Z]:\\\w+|0x[0-9a-f]{8,}|ipykernel_\d+")
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS)


def read(path):
    return nbformat.read(ROOT / path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def shown(cell):
    """The outputs of a cell as (kind, content); a stream is text."""
    for output in cell.outputs:
        yield from {"text/plain": output.text}.items() if output.output_type == "stream" else output.get("data", {}).items()


def test_every_lesson_has_both_notebooks_and_every_notebook_its_lesson():
    assert [f"{folder}/{lesson}.ipynb" for folder in (STUDENT, SOLVED) for lesson in LESSONS] == NOTEBOOKS


@every_notebook
def test_the_file_is_a_valid_notebook_in_the_form_that_a_release_writes(path):
    document = json.loads((ROOT / path).read_text(encoding="utf-8"))
    nbformat.validate(document)
    assert (document["nbformat"], document["nbformat_minor"]) == (4, 5)
    assert list(document) == sorted(document)
    assert document["metadata"]["bigmodel_edu"] == {"lesson": path.split("/", 1)[1].removesuffix(".ipynb"), "version": 1}


def test_it_is_noted_of_every_notebook_what_it_was_made_from():
    noted = json.loads((ROOT / "notebooks/made-from.json").read_text(encoding="utf-8"))
    assert list(noted) == NOTEBOOKS
    assert all(entry["code"] and entry["names"] and entry["outputs"] for entry in noted.values())


@every_notebook
def test_every_code_cell_was_executed_in_order_and_stored_no_error(path):
    cells = code_cells(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    kinds = {output.get("name", output.output_type) for cell in cells for output in cell.outputs}
    assert kinds <= {"stdout", "display_data", "execute_result"}


@every_notebook
def test_cell_ids_are_fixed_by_the_lesson(path):
    chapter = Path(path).stem
    ids = [cell.id for cell in read(path).cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(rf"{chapter}-(\d\d+|setup)", each) for each in ids), ids
    places = [int(each.rsplit("-", 1)[1]) for each in ids if not each.endswith("setup")]
    assert places == sorted(places)


@every_notebook
def test_nothing_of_the_machine_is_recorded(path):
    for cell in code_cells(path):
        for kind, content in shown(cell):
            if not kind.startswith("image/") or kind == "image/svg+xml":
                without_images = re.sub(r"data:[\w/+.-]+;base64,[\w/+=]+", "", str(content))
                assert not MACHINE.search(without_images), (cell.source, MACHINE.search(without_images)[0])
        assert "execution" not in cell.metadata
    assert set(read(path).metadata.language_info) == {"file_extension", "mimetype", "name", "pygments_lexer"}


class Images(HTMLParser):
    def __init__(self):
        super().__init__()
        self.alts = []

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.alts.append(dict(attributes).get("alt") or "")


@every_notebook
def test_every_image_says_in_words_what_it_shows(path):
    for cell in code_cells(path):
        images = [kind for kind, _content in shown(cell) if kind.startswith("image/")]
        alts = [cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")] * bool(images)
        for kind, content in shown(cell):
            if kind == "text/html":
                parser = Images()
                parser.feed(content)
                alts += parser.alts
        for alt in alts:
            assert len(alt.split()) >= 4, f"too short an alt text {alt!r} of the cell:\n{cell.source}"
            assert not re.search(r"\.(png|jpe?g|svg)$", alt)


@every_notebook
def test_images_carry_no_remarks(path):
    for cell in code_cells(path):
        for kind, content in shown(cell):
            if kind == "image/png":
                assert not re.search(rb"tEXt|tIME|Software", base64.b64decode(content)[:300])


@every_notebook
def test_the_first_code_cell_installs_the_package_where_it_is_missing(path):
    first = code_cells(path)[0]
    assert first.metadata.bigmodel_edu.kind == "setup"
    assert "--no-deps" in first.source
    assert first.outputs == []


@every_notebook
def test_every_exercise_has_its_check_and_the_check_its_answer(path):
    kinds = {kind: [] for kind in ("exercise", "check")}
    for cell in code_cells(path):
        own = cell.metadata.bigmodel_edu
        if own.kind in kinds:
            kinds[own.kind].append(own.exercise)
        if own.kind == "check":
            card = cell.outputs[0].data["text/plain"].splitlines()[0]
            assert card.startswith(("✓", "✎") if path.startswith(SOLVED) else "○"), card
            assert own.exercise in card
    assert kinds["exercise"] == kinds["check"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_students_notebook_holds_no_solution(lesson):
    notebook = ROOT / STUDENT / f"{lesson}.ipynb"
    if not notebook.exists():
        pytest.fail(f"{lesson} has no student's notebook")
    cells = {cell.source for cell in read(f"{STUDENT}/{lesson}.ipynb").cells}
    text = (ROOT / "book" / f"{lesson}.md").read_text(encoding="utf-8")
    solutions = re.findall(r"^```\{code-cell\}[^\n]*\n:tags: \[solution[^\n]*\n+(.*?)\n```$", text, re.MULTILINE | re.DOTALL)
    assert len(solutions) == sum(cell.metadata.bigmodel_edu.kind == "exercise" for cell in code_cells(f"{STUDENT}/{lesson}.ipynb"))
    assert not cells & {solution.strip() for solution in solutions}
