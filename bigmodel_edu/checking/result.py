"""The outcome of checking one exercise: what the card, the gradebook and the statistics read."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["passed", "failed", "partial", "not_attempted", "error", "timeout", "memory", "killed", "unreadable", "manual"]


@dataclass(frozen=True)
class Part:
    """One thing to get right: a group of cases, or a property."""

    name: str
    passed: bool
    cases: int = 1


@dataclass(frozen=True)
class Result:
    """One exercise, checked.

    ``messages`` are sentences for the student, the most important first; ``diagnosis`` is the name of the misconception that
    explains the answer, or None; ``hints`` are the steps that `hint` gives out one by one.
    """

    exercise: str
    status: Status
    points: float
    max_points: float
    messages: tuple[str, ...] = ()
    diagnosis: str | None = None
    hints: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    answer: str = ""  # what was answered to a question, for the person who marks or looks into it

    @property
    def passed(self) -> bool:
        return self.status == "passed"
