"""What is wrong with a lesson, where, and what its author can do."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend.

    Args:
        path: the source file, relative to the course's folder.
        line: counted from 1.
        what: what is wrong, without a full stop.
        remedy: what to do, a sentence.

    >>> print(Problem("book/start/first-steps.md", 12, "unknown tag `soluton`", "Did you mean `solution`?"))
    book/start/first-steps.md:12: unknown tag `soluton`. Did you mean `solution`?
    """

    path: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}. {self.remedy}"


class MalformedLesson(ValueError):
    """A source from which no lesson can be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
