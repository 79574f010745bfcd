"""The one progress bar, for anything that takes over two seconds. It needs no script, and is silent where output is recorded.

In a terminal it is a bar of rich, in a notebook one line of text that is rewritten in place. Elsewhere (a file, a pipe, a cluster's
log) work that takes over two seconds says that it began and how it ended, a line each.

The module is not called ``progress``: that name of the package is the student's ``progress()``, the course map.
"""

import os
import shutil
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sized
from types import TracebackType
from typing import Self, TextIO, TypeVar

from bigmodel_edu.language import _
from bigmodel_edu.terminal_bar import PATIENCE, WIDTH, Bar, Face, Work

VARIABLE = "BIGMODEL_EDU_PROGRESS"  # on, off or auto
LONG = 2.0  # seconds after which work is worth a line in a log

Thing = TypeVar("Thing")


class Progress:
    """Show how far a piece of work is. It may be told from any thread.

    Whether to show at all: ``show``, else the environment variable ``BIGMODEL_EDU_PROGRESS`` (``on`` or ``off``), else the place decides.

    Args:
        title: what is being done.
        total: how many steps there are; None where that is unknown.
        show: True shows the line or the bar anywhere, False nothing; None leaves it to the variable and the place.
        stream: where to write; None means standard output in a notebook, else standard error.

    >>> with Progress("Reading", total=3, show=False) as progress:
    ...     progress.update(2, "two of three")
    """

    def __init__(self, title: str, total: int | None = None, *, show: bool | None = None, stream: TextIO | None = None) -> None:
        self.title, self.total, self.done, self.note = title, total, 0, ""
        self.stream = stream if stream is not None else sys.stdout if _in_notebook() else sys.stderr
        self.started = self.now = time.monotonic()
        self._face = _choose_face(show, self.stream)
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def spent(self) -> float:
        """Seconds since the work began."""
        return self.now - self.started

    @property
    def part(self) -> str:
        """How much is done, in percent; empty where the whole is unknown."""
        return f"{100 * min(self.done, self.total) // self.total:3d} %" if self.total else ""

    @property
    def time(self) -> str:
        """The time that is left, or was spent where that cannot be said."""
        spent = time.monotonic() - self.started
        if self.total and 0 < self.done < self.total:
            return _("{time} left").format(time=clock(spent * (self.total - self.done) / self.done))
        return clock(spent)

    def update(self, done: int, note: str = "") -> None:
        """Say that ``done`` steps are done; cheap enough to be called at every step."""
        with self._lock:
            self.done, self.note, self.now = done, note, time.monotonic()
            self._face.show(self)

    def advance(self, note: str = "") -> None:
        """Say that one more step is done."""
        with self._lock:
            self.done, self.note, self.now = self.done + 1, note, time.monotonic()
            self._face.show(self)

    def say(self, line: str) -> None:
        """Print a line that stays, above the bar."""
        with self._lock:
            self._face.say(self, line)

    def close(self) -> None:
        """Show the last state and end the line, if anything was shown."""
        with self._lock:
            self.now = time.monotonic()
            self._face.end(self)


def follow(things: Iterable[Thing], title: str, *, show: bool | None = None) -> Iterator[Thing]:
    """Go through things and show how far it is.

    >>> sum(follow([1, 2, 3], "Adding"))
    6
    """
    with Progress(title, len(things) if isinstance(things, Sized) else None, show=show) as progress:
        for thing in things:
            yield thing
            progress.advance()


def clock(seconds: float) -> str:
    """Return a duration as minutes and seconds.

    >>> clock(83.4)
    '1:23'
    """
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _choose_face(show: bool | None, stream: TextIO) -> Face:
    wish = os.environ.get(VARIABLE, "auto").lower()
    if show is False or (show is None and wish == "off"):
        return _Silence()
    if not _in_notebook() and stream.isatty():
        return Bar()
    return _Line() if show or wish == "on" or _in_notebook() else _Log()


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    return hasattr(ipython.get_ipython(), "kernel") if ipython else False


class _Silence:
    """Shows nothing but the lines that stay."""

    def show(self, work: Work) -> None:
        """Nothing."""

    def say(self, work: Work, line: str) -> None:
        work.stream.write(line + "\n")

    def end(self, work: Work) -> None:
        """Nothing."""


class _Log(_Silence):
    """A line when work turns out to be long, and one when it ends."""

    def __init__(self) -> None:
        self.begun = False

    def show(self, work: Work) -> None:
        if not self.begun and work.spent >= LONG:
            self.begun = True
            self.say(work, _("{title} …").format(title=work.title))

    def end(self, work: Work) -> None:
        if work.spent >= LONG:
            self.show(work)
            self.say(work, "  ".join(part for part in (work.title, work.part.strip(), work.note, clock(work.spent)) if part))


class _Line:
    """One line of text, rewritten in place: a notebook shows it without a script."""

    def __init__(self) -> None:
        self.width, self.next_time = 0, PATIENCE

    def show(self, work: Work) -> None:
        if work.spent >= self.next_time:
            self.next_time = work.spent + 0.2
            self._write(work, self._line(work))

    def say(self, work: Work, line: str) -> None:
        if self.width:
            self._write(work, line)
            self.width = 0
        else:
            work.stream.write(line)
        work.stream.write("\n")

    def end(self, work: Work) -> None:
        if self.width:
            self._write(work, self._line(work))
            work.stream.write("\n")
            work.stream.flush()
            self.width = 0

    def _line(self, work: Work) -> str:
        filled = min(WIDTH, WIDTH * work.done // work.total) if work.total else 0
        bar = "━" * filled + "╌" * (WIDTH - filled) if work.total else ""
        line = "  ".join(part for part in (work.title, bar, work.part, work.note, work.time) if part)
        return line[: shutil.get_terminal_size((100, 24)).columns - 1]

    def _write(self, work: Work, line: str) -> None:
        work.stream.write("\r" + line.ljust(self.width))  # spaces rub out what a longer line left behind
        work.stream.flush()
        self.width = len(line)
