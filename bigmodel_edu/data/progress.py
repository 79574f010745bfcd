"""One line of progress, rewritten in place: the same in a terminal, in a notebook, and silent where output is recorded."""

import os
import shutil
import sys
import time
from types import TracebackType
from typing import Self, TextIO

from bigmodel_edu.language import _

VARIABLE = "BIGMODEL_EDU_PROGRESS"  # on, off or auto


class Progress:
    """Show how far a piece of work is.

    Nothing is shown in the first half second, so that quick work prints nothing. Whether to show at all: ``show``, else the environment
    variable ``BIGMODEL_EDU_PROGRESS`` (``on`` or ``off``), else only where a person looks on: a terminal or a notebook.

    Args:
        title: what is being done.
        total: how many steps there are; None where that is unknown.
        show: True or False decides; None leaves it to the variable and the place.
        stream: where to write; None means standard output in a notebook, else standard error.

    >>> with Progress("Reading", total=3, show=False) as progress:
    ...     progress.update(2, "two of three")
    """

    def __init__(self, title: str, total: int | None = None, *, show: bool | None = None, stream: TextIO | None = None) -> None:
        self.title, self.total = title, total
        self.stream = stream if stream is not None else sys.stdout if _in_notebook() else sys.stderr
        self.shown = _someone_looks_on(self.stream) if show is None else show
        self.started = time.monotonic()
        self._next_time = self.started + 0.5
        self._width = 0
        self._last: tuple[int, str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def update(self, done: int, note: str = "") -> None:
        """Say that ``done`` steps are done; cheap enough to be called at every step."""
        self._last = (done, note)
        now = time.monotonic()
        if self.shown and now >= self._next_time:
            self._next_time = now + 0.2
            self._write(self._line(done, note, now))

    def close(self) -> None:
        """Show the last state and end the line, if anything was shown."""
        if self._width and self._last is not None:
            self._write(self._line(*self._last, time.monotonic()))
            self.stream.write("\n")
            self.stream.flush()
            self._width = 0

    def _line(self, done: int, note: str, now: float) -> str:
        spent = now - self.started
        parts = [self.title]
        if self.total:
            filled = min(24, 24 * done // self.total)
            parts.append("━" * filled + "╌" * (24 - filled))
            parts.append(f"{100 * min(done, self.total) // self.total:3d} %")
        parts.append(note)
        if self.total and 0 < done < self.total:
            parts.append(_("{time} left").format(time=clock(spent * (self.total - done) / done)))
        else:
            parts.append(clock(spent))
        return "  ".join(part for part in parts if part)[: shutil.get_terminal_size((100, 24)).columns - 1]

    def _write(self, line: str) -> None:
        self.stream.write("\r" + line.ljust(self._width))  # spaces rub out what a longer line left behind
        self.stream.flush()
        self._width = len(line)


def clock(seconds: float) -> str:
    """Return a duration as minutes and seconds.

    >>> clock(83.4)
    '1:23'
    """
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    return hasattr(ipython.get_ipython(), "kernel") if ipython else False


def _someone_looks_on(stream: TextIO) -> bool:
    wish = os.environ.get(VARIABLE, "auto").lower()
    if wish in ("on", "off"):
        return wish == "on"
    return _in_notebook() or stream.isatty()
