"""What a release says while its notebooks run: what is at work now, and a line for each that began or ended."""

from types import TracebackType
from typing import Self

from bigmodel_edu.language import _
from bigmodel_edu.progress_bar import Progress


class ReleaseWatch:
    """Shows a release on stderr: a bar in a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        self.progress: Progress | None = None
        self.working: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.progress is not None:
            self.progress.close()

    def planned(self, count: int) -> None:
        """So many notebooks will run."""
        if count:
            self.progress = Progress(_("Running notebooks"), count)

    def started(self, path: str, reason: str) -> None:
        """Say that a notebook runs now, and why."""
        assert self.progress is not None, "planned comes first"
        self.working.append(path)
        self.progress.say(_("running {path} ({reason})").format(path=path, reason=reason))
        self.progress.update(self.progress.done, self._at_work())

    def ended(self, path: str, seconds: float) -> None:
        """Say that it ended, and how long it took."""
        assert self.progress is not None, "planned comes first"
        self.working.remove(path)
        self.progress.say(_("   ended {path} after {seconds:.0f} s").format(path=path, seconds=seconds))
        self.progress.advance(self._at_work())

    def _at_work(self) -> str:
        return ", ".join(path.split("/")[-1] for path in self.working)
