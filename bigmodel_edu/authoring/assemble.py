"""Put a lesson's cells together as notebooks: one for students, one with the solutions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from nbformat import NotebookNode, v4

from bigmodel_edu.authoring.code import check_call, parse
from bigmodel_edu.authoring.lesson import ROLES, Cell, Lesson

FORMAT = 1  # of the metadata by which grading and `release` recognise things
PACKAGE = "bigmodel-edu"  # the name under which pip finds the course's package
NAME = "bigmodel_edu"  # the key of our metadata, in a notebook and in a cell
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python", "pygments_lexer": "ipython3"}
SETUP = """# In Colab this installs what the lesson needs and leaves Colab's own torch alone. Elsewhere it does nothing.
from importlib.util import find_spec

needed = {needed}
for module, package in needed.items():
    if find_spec(module) is None:
        %pip install --quiet {{package}}"""


@dataclass(frozen=True)
class Draft:
    """A notebook that has not run yet, and where each of its cells comes from.

    Args:
        path: of the notebook, relative to the course's folder.
        notebook: with metadata and cell ids, without outputs.
        origin: the source cell by cell id; the set-up cell has none.
    """

    lesson: Lesson
    path: PurePosixPath
    notebook: NotebookNode
    origin: dict[str, Cell]

    @property
    def solved(self) -> bool:
        return self.path.parts[0] == SOLUTIONS

    def install(self, packages: Mapping[str, str]) -> None:
        """Let the set-up cell install these packages too: what pip is told, by the module that is then there."""
        for cell in filter(is_setup, self.notebook.cells):
            cell.source = setup_source(packages)

    def line(self, cell: NotebookNode) -> int:
        """Where the cell's source begins in the lesson."""
        return self.origin[cell.id].line if cell.id in self.origin else 1


STUDENT, SOLUTIONS = "notebooks", "solutions"


def setup_source(packages: Mapping[str, str]) -> str:
    """The code of the set-up cell."""
    rows = [f'    "{module}": "{package}",' for module, package in sorted(packages.items())]
    return SETUP.format(needed="\n".join(["{", f'    "{NAME}": "--no-deps {PACKAGE}",', *rows, "}"]))


def is_setup(cell: NotebookNode) -> bool:
    """Whether a cell is the set-up cell. What it installs does not count as the lesson's code."""
    return str(cell.id).endswith("-setup")


def drafts(lesson: Lesson) -> tuple[Draft, Draft]:
    """The student's notebook and the solved one. In the latter a solution stands in its starter's place, under its id."""
    return _draft(lesson, STUDENT, _starters), _draft(lesson, SOLUTIONS, _solutions)


Numbered = list[tuple[int, Cell, str]]  # place in the lesson, cell, exercise


def _starters(lesson: Lesson) -> Numbered:
    return [(place, cell, cell.exercise) for place, cell in enumerate(lesson.cells) if cell.role != "solution"]


def _solutions(lesson: Lesson) -> Numbered:
    solutions = {exercise: solution for exercise, solution in lesson.pairs() if solution is not None}
    return [(place, solutions.get(cell, cell), exercise) for place, cell, exercise in _starters(lesson)]


def _draft(lesson: Lesson, folder: str, choose: Callable[[Lesson], Numbered]) -> Draft:
    chosen = choose(lesson)
    cells, origin = [], {}
    for place, cell, exercise in chosen:
        identity = f"{lesson.chapter}-{place:02d}"
        cells.append(_notebook_cell(identity, cell, exercise))
        origin[identity] = cell
    own = {NAME: {"kind": "setup"}, "tags": ["setup", "remove-cell"]}  # the book leaves it out
    setup = v4.new_code_cell(setup_source({}), id=f"{lesson.chapter}-setup", metadata=own)
    cells.insert(1 if chosen and chosen[0][1].kind == "text" else 0, setup)  # after the title, which a page of the book begins with
    metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE, NAME: {"lesson": lesson.name, "version": FORMAT}}
    notebook = v4.new_notebook(cells=cells, metadata=metadata, nbformat_minor=5)
    return Draft(lesson, PurePosixPath(folder, f"{lesson.name}.ipynb"), notebook, origin)


def _notebook_cell(identity: str, cell: Cell, exercise: str) -> NotebookNode:
    if cell.kind == "text":
        text: NotebookNode = v4.new_markdown_cell(cell.source, id=identity, metadata={NAME: {"kind": "text"}})
        return text
    kind = "exercise" if cell.role == "solution" else cell.role
    own = {"kind": kind}
    if kind == "check":
        exercise = (check_call(parse(cell.source)) or ("", ""))[0]
    if exercise:
        own["exercise"] = exercise
    metadata: dict[str, object] = {NAME: own}
    shown = [kind, *(tag for tag in cell.tags if tag not in ROLES)]
    metadata["tags"] = shown
    if cell.alt:
        metadata["mystnb"] = {"image": {"alt": cell.alt}}
    code: NotebookNode = v4.new_code_cell(cell.source, id=identity, metadata=metadata)
    return code
