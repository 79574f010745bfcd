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
from typing import TYPE_CHECKING, Protocol, Self, TextIO, TypeVar

from bigmodel_edu.language import _

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

VARIABLE = "BIGMODEL_EDU_PROGRESS"  # on, off or auto
PATIENCE = 0.5  # seconds in which quick work is done without a word
LONG = 2.0  # seconds after which work is worth a line in a log
WIDTH = 24  # of the bar, in characters

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


class _Face(Protocol):
    """One way to show a piece of work."""

    def show(self, work: Progress) -> None:
        """Show how far it is now."""

    def say(self, work: Progress, line: str) -> None:
        """Print a line that stays."""

    def end(self, work: Progress) -> None:
        """Show the end."""


def _choose_face(show: bool | None, stream: TextIO) -> _Face:
    wish = os.environ.get(VARIABLE, "auto").lower()
    if show is False or (show is None and wish == "off"):
        return _Silence()
    if not _in_notebook() and stream.isatty():
        return _Bar()
    return _Line() if show or wish == "on" or _in_notebook() else _Log()


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    return hasattr(ipython.get_ipython(), "kernel") if ipython else False


class _Silence:
    """Shows nothing but the lines that stay."""

    def show(self, work: Progress) -> None:
        """Nothing."""

    def say(self, work: Progress, line: str) -> None:
        work.stream.write(line + "\n")

    def end(self, work: Progress) -> None:
        """Nothing."""


class _Log(_Silence):
    """A line when work turns out to be long, and one when it ends."""

    def __init__(self) -> None:
        self.begun = False

    def show(self, work: Progress) -> None:
        if not self.begun and work.spent >= LONG:
            self.begun = True
            self.say(work, _("{title} …").format(title=work.title))

    def end(self, work: Progress) -> None:
        if work.spent >= LONG:
            self.show(work)
            self.say(work, "  ".join(part for part in (work.title, work.part.strip(), work.note, clock(work.spent)) if part))


class _Line:
    """One line of text, rewritten in place: a notebook shows it without a script."""

    def __init__(self) -> None:
        self.width, self.next_time = 0, PATIENCE

    def show(self, work: Progress) -> None:
        if work.spent >= self.next_time:
            self.next_time = work.spent + 0.2
            self._write(work, self._line(work))

    def say(self, work: Progress, line: str) -> None:
        if self.width:
            self._write(work, line)
            self.width = 0
        else:
            work.stream.write(line)
        work.stream.write("\n")

    def end(self, work: Progress) -> None:
        if self.width:
            self._write(work, self._line(work))
            work.stream.write("\n")
            work.stream.flush()
            self.width = 0

    def _line(self, work: Progress) -> str:
        filled = min(WIDTH, WIDTH * work.done // work.total) if work.total else 0
        bar = "━" * filled + "╌" * (WIDTH - filled) if work.total else ""
        line = "  ".join(part for part in (work.title, bar, work.part, work.note, work.time) if part)
        return line[: shutil.get_terminal_size((100, 24)).columns - 1]

    def _write(self, work: Progress, line: str) -> None:
        work.stream.write("\r" + line.ljust(self.width))  # spaces rub out what a longer line left behind
        work.stream.flush()
        self.width = len(line)


class _Bar:
    """A bar in the terminal."""

    def __init__(self) -> None:
        self.task: TaskID | None = None

    def show(self, work: Progress) -> None:
        if self.task is None and work.spent >= PATIENCE:
            self.task = _SCREEN.open(work)
        if self.task is not None:
            _SCREEN.update(self.task, work)

    def say(self, work: Progress, line: str) -> None:
        _SCREEN.say(work, line)

    def end(self, work: Progress) -> None:
        if self.task is not None:
            self.show(work)
            _SCREEN.close(self.task)
            self.task = None


class _Screen:
    """The bars of all pieces of work that a terminal shows now, one within another included: rich keeps one area for all."""

    def __init__(self) -> None:
        self.bars: RichProgress | None = None
        self.works = 0
        self.lock = threading.Lock()

    def open(self, work: Progress) -> "TaskID":
        """Show one more piece of work."""
        with self.lock:
            if self.bars is None:
                self.bars = _rich_bars(work.stream)
                self.bars.start()
            self.works += 1
            return self.bars.add_task(work.title, total=work.total, work=work)

    def update(self, task: "TaskID", work: Progress) -> None:
        if self.bars is not None:
            self.bars.update(task, completed=work.done)

    def say(self, work: Progress, line: str) -> None:
        if self.bars is None:
            work.stream.write(line + "\n")
        else:
            self.bars.console.print(line, markup=False)

    def close(self, task: "TaskID") -> None:
        """Take a piece of work away; the last one ends the area, and its last state stays to be read."""
        with self.lock:
            self.works -= 1
            if self.bars is not None and self.works:
                self.bars.remove_task(task)
            elif self.bars is not None:
                self.bars.stop()
                self.bars = None


_SCREEN = _Screen()


def _rich_bars(stream: TextIO) -> "RichProgress":
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as RichProgress

    texts = ("{task.fields[work].part}", "{task.fields[work].note}", "{task.fields[work].time}")  # asked for whenever the screen is drawn
    columns = [TextColumn(text, markup=False) for text in ("{task.description}", *texts)]
    console = Console(file=stream, force_jupyter=False, highlight=False, soft_wrap=True)
    return RichProgress(columns[0], BarColumn(WIDTH), *columns[1:], console=console)
