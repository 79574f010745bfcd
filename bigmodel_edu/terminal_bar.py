"""The progress bars of a terminal, drawn by rich; one area holds all pieces of work that run at the same time."""

import threading
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

PATIENCE = 0.5  # seconds in which quick work is done without a word
WIDTH = 24  # of the bar, in characters


class Work(Protocol):
    """What a face reads of a piece of work."""

    title: str
    total: int | None
    done: int
    note: str
    stream: TextIO

    @property
    def spent(self) -> float:
        """Seconds since the work began."""

    @property
    def part(self) -> str:
        """How much is done."""

    @property
    def time(self) -> str:
        """The time that is left, or was spent."""


class Face(Protocol):
    """One way to show a piece of work."""

    def show(self, work: Work) -> None:
        """Show how far it is now."""

    def say(self, work: Work, line: str) -> None:
        """Print a line that stays."""

    def end(self, work: Work) -> None:
        """Show the end."""


class Bar:
    """A bar in the terminal."""

    def __init__(self) -> None:
        self.task: TaskID | None = None

    def show(self, work: Work) -> None:
        if self.task is None and work.spent >= PATIENCE:
            self.task = SCREEN.open(work)
        if self.task is not None:
            SCREEN.update(self.task, work)

    def say(self, work: Work, line: str) -> None:
        SCREEN.say(work, line)

    def end(self, work: Work) -> None:
        if self.task is not None:
            self.show(work)
            SCREEN.close(self.task)
            self.task = None


class _Screen:
    """The bars of all pieces of work that a terminal shows now, one within another included: rich keeps one area for all."""

    def __init__(self) -> None:
        self.bars: RichProgress | None = None
        self.works = 0
        self.lock = threading.Lock()

    def open(self, work: Work) -> "TaskID":
        """Show one more piece of work."""
        with self.lock:
            if self.bars is None:
                self.bars = _rich_bars(work.stream)
                self.bars.start()
            self.works += 1
            return self.bars.add_task(work.title, total=work.total, work=work)

    def update(self, task: "TaskID", work: Work) -> None:
        if self.bars is not None:
            self.bars.update(task, completed=work.done)

    def say(self, work: Work, line: str) -> None:
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


SCREEN = _Screen()


def _rich_bars(stream: TextIO) -> "RichProgress":
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as RichProgress

    texts = ("{task.fields[work].part}", "{task.fields[work].note}", "{task.fields[work].time}")  # asked for whenever the screen is drawn
    columns = [TextColumn(text, markup=False) for text in ("{task.description}", *texts)]
    console = Console(file=stream, force_jupyter=False, highlight=False, soft_wrap=True)
    return RichProgress(columns[0], BarColumn(WIDTH), *columns[1:], console=console)
