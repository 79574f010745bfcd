"""A lesson as it stands in its source: cells in order, each with its place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bigmodel_edu.authoring.problem import Problem

ROLES = ("setup", "exercise", "solution", "check", "demo")
DISPLAY_TAGS = ("hide-input", "hide-output", "hide-cell", "nbval-ignore-output")


@dataclass(frozen=True)
class Cell:
    """One cell of the source.

    Args:
        kind: "text" or "code".
        source: without options.
        line: of the source's first line in the file, counted from 1.
        tags: as written.
        exercise: the id in the option ``exercise``, or "".
        alt: what the cell's figure shows, or "".
        alt_line: of the option ``alt`` in the file; 0 without one.
    """

    kind: Literal["text", "code"]
    source: str
    line: int
    tags: tuple[str, ...] = ()
    exercise: str = ""
    alt: str = ""
    alt_line: int = 0

    @property
    def role(self) -> str:
        """What the cell is for: one of `ROLES`, or "text".

        >>> Cell("code", "1 + 1", line=3, tags=("hide-input",)).role
        'demo'
        """
        if self.kind == "text":
            return "text"
        return next((tag for tag in self.tags if tag in ROLES), "demo")


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Args:
        name: ``<part>/<chapter>``.
        path: the source file, relative to the course's folder, with forward slashes.
        cells: in order.
    """

    name: str
    path: str
    cells: tuple[Cell, ...]

    @property
    def chapter(self) -> str:
        """The file's name without its suffix; exercises of this lesson have ids that begin with it."""
        return self.name.split("/")[-1]

    @property
    def code(self) -> tuple[Cell, ...]:
        """The code cells."""
        return tuple(cell for cell in self.cells if cell.kind == "code")

    def pairs(self) -> Iterator[tuple[Cell, Cell | None]]:
        """Each exercise cell with the solution cell right after it, or None."""
        for cell, following in zip(self.cells, [*self.cells[1:], None], strict=True):
            if cell.role == "exercise":
                yield cell, following if following is not None and following.role == "solution" else None

    def problem(self, line: int, what: str, remedy: str) -> Problem:
        """A problem in this lesson's file."""
        return Problem(self.path, line, what, remedy)
