"""A progress bar for notebooks that run: what is at work now, and a line for each that ended."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bigmodel_edu.language import _


class Bar:
    """Shows a release on stderr: a bar in a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False, soft_wrap=True)
        columns = (BarColumn(40), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        self.progress = Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal)
        self.working: list[str] = []

    def __enter__(self) -> Self:
        self.progress.start()
        self.task = self.progress.add_task("", total=None, visible=False)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.progress.stop()

    def planned(self, count: int) -> None:
        """So many notebooks will run."""
        self.progress.update(self.task, total=count, visible=bool(count))

    def started(self, path: str, reason: str) -> None:
        """Say that a notebook runs now, and why."""
        self.working.append(path)
        self.console.print(escape(_("running {path} ({reason})").format(path=path, reason=reason)))
        self._show()

    def ended(self, path: str, seconds: float) -> None:
        """Say that it ended, and how long it took."""
        self.working.remove(path)
        self.console.print(escape(_("   ended {path} after {seconds:.0f} s").format(path=path, seconds=seconds)))
        self.progress.advance(self.task)
        self._show()

    def _show(self) -> None:
        self.progress.update(self.task, description=escape(", ".join(path.split("/")[-1] for path in self.working)))
