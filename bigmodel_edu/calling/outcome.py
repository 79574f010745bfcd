"""What happened when an answer was called."""

from dataclasses import dataclass
from typing import Literal

from bigmodel_edu.calling.plain import Plain

Kind = Literal["returned", "raised", "missing", "timeout", "memory", "killed", "protocol", "output"]


@dataclass(frozen=True)
class Trouble:
    """An exception in an answer: its type and message, and where in the student's own cell it came from."""

    type: str
    message: str
    line: int | None = None
    source: str | None = None


@dataclass(frozen=True)
class Outcome:
    """One call of an answer, as plain data.

    ``kind`` is "returned" (see ``value``), "raised" (see ``error``), "missing" (no such name), or how the process that ran it
    ended: "timeout", "memory", "killed", "protocol" (it sent nonsense), "output" (it printed too much).
    ``changed`` names the arguments that the answer changed in place; ``printed`` is the start of what it printed.
    """

    kind: Kind
    value: Plain = None
    error: Trouble | None = None
    changed: tuple[str, ...] = ()
    printed: str = ""
