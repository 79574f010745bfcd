"""What goes into marking and what comes out of it, as plain data, and what an engine must offer."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from bigmodel_edu.checking.result import Result
from bigmodel_edu.sandbox import Limits


def identity_of(content: bytes, problem: str = "") -> str:
    """What identifies a submission's content, the same at every run; one that must not be read is known by the reason."""
    return hashlib.sha256(content or problem.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Work:
    """One submission as plain data, so that it can travel: whose, what, and why it must not be read if so."""

    student: str
    stem: str
    content: bytes
    problem: str
    chapter: str


@dataclass(frozen=True)
class Graded:
    """Everything that grading one notebook found out."""

    chapter: str
    results: tuple[Result, ...]
    notes: tuple[str, ...] = ()
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    memory_mb: float = 0.0


@dataclass(frozen=True)
class Setting:
    """What is the same for a whole class. The key travels to trusted workers only and never behind the wall."""

    key: bytes
    limits: Limits
    students: tuple[str, ...]
    sandbox: str = "auto"


class Pending(Protocol):
    """A result on its way."""

    def result(self) -> Graded:
        """Wait for the result."""

    def cancel(self) -> object:
        """Give it up."""


class Engine(Protocol):
    """Takes submissions and gives results in any order; ``jobs`` of them at the same time."""

    jobs: int
    back_end: str

    def submit(self, work: Work) -> Pending:
        """Start to grade a submission."""

    def close(self) -> None:
        """Let go of the machines."""
