"""What a submission may use, and what the sandbox says about it afterwards."""

from dataclasses import dataclass, fields

from bigmodel_edu.calling import Trouble

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits for one submission; each is enforced from outside the submission's own process.

    Args:
        wall_seconds: seconds from opening the session to its end.
        call_seconds: seconds for one `Session.run`, `call` or `value`.
        cpu_seconds: processor seconds of the whole session, over all threads.
        memory_mb: MiB that the submission may add to what the warm worker already holds.
        output_bytes: bytes printed by cells, over the whole session; printing more ends it.
        file_bytes: bytes in all files together in the working folder, which lives in memory.
        processes: processes that the submission may start besides its own; 0 forbids it.
        reply_bytes: bytes of one answer.

    Raises:
        TypeError: if a limit is not a number.
        ValueError: if a limit is not positive (processes: negative).

    >>> Limits(memory_mb=512).memory_mb
    512
    """

    wall_seconds: float = 60.0
    call_seconds: float = 10.0
    cpu_seconds: float = 60.0
    memory_mb: int = 2048
    output_bytes: int = 16 * MIB
    file_bytes: int = 64 * MIB
    processes: int = 0
    reply_bytes: int = 64 * MIB

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            whole = field.type in (int, "int")
            if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
                raise TypeError(f"expected {field.name} to be {'a whole number' if whole else 'a number'}, got {value!r}")
            none_is_allowed = field.name == "processes"
            if not (value >= 0 if none_is_allowed else value > 0) or value == float("inf"):
                expected = "at least 0" if none_is_allowed else "greater than 0 and finite"
                raise ValueError(f"expected {field.name} to be {expected}, got {value!r}")


@dataclass(frozen=True)
class Cell:
    """One notebook cell to run: its id and its source text."""

    id: str
    source: str


@dataclass(frozen=True)
class CellOutcome:
    """Whether a cell ran without an exception, and the exception if it did not."""

    id: str
    ok: bool
    error: Trouble | None = None


@dataclass(frozen=True)
class Usage:
    """What a session used, as measured from outside.

    Args:
        cpu_seconds: processor seconds of the submission's process.
        wall_seconds: seconds from its start to its end.
        peak_memory_mb: MiB at most that it held in addition to what it shares with the worker.
        output_bytes: bytes that it printed.
        killed: whether it ended otherwise than by `Session.close`.
    """

    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    peak_memory_mb: float = 0.0
    output_bytes: int = 0
    killed: bool = False


class SandboxUnavailable(RuntimeError):
    """No isolation of the kind asked for works on this machine; the message says what to install or change."""


class SessionLost(RuntimeError):
    """The session ended through no fault of the submission, such as the end of the warm worker: open another and start again."""
