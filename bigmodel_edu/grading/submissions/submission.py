"""One file that somebody handed in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from bigmodel_edu.language import _


class NoSubmissions(ValueError):
    """Nothing to grade was found; the message says what was expected."""


@dataclass(frozen=True)
class Submission:
    """One file that somebody handed in: whose it is, what it is called, and how to get its bytes.

    ``problem`` says why it must not be read (a link, a file that leaves its folder); it is then recorded as unreadable.
    """

    student: str
    name: str
    read: Callable[[], bytes]
    problem: str = ""

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return PurePosixPath(self.name).stem


def refused(student: str, name: str, problem: str) -> Submission:
    """A submission that must not be read, and why."""
    return Submission(student, name, lambda: b"", problem)


def link(student: str, name: str) -> Submission:
    """A link: what it points at may be anybody's."""
    return refused(student, name, _("a link is not a submission"))


def too_large(student: str, name: str, size: int) -> Submission:
    """A file with more bytes than are read."""
    return refused(student, name, _("the file has {size} MB").format(size=size >> 20))
