"""A fact and its source: what the registry holds, checked once when it is read."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from bigmodel_edu.facts.number import quantity
from bigmodel_edu.language import _

Kind = Literal["computed", "secondary", "press"]
KINDS: tuple[str, ...] = get_args(Kind)

_DATE = re.compile(r"(18|19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def require_date(owner: str, date: str) -> None:
    """Raise unless a date is a year, a month or a day: 2024, 2024-10 or 2024-10-02.

    Raises:
        ValueError: naming the owner and what was got.
    """
    if not isinstance(date, str) or not _DATE.fullmatch(date):
        raise ValueError(f"expected {owner} to have a date such as 2024, 2024-10 or 2024-10-02, got {date!r}")


@dataclass(frozen=True)
class Source:
    """Where a fact was read.

    Attributes:
        key: short name in the registry, such as ``brown2020``.
        citation: authors, year and title.
        link: its address.
        date: when it was published, as exactly as known.

    Raises:
        ValueError: if it is not cited, linked and dated.
    """

    key: str
    citation: str
    link: str
    date: str

    def __post_init__(self) -> None:
        if not self.citation.strip():
            raise ValueError(f"expected source {self.key} to have a citation, got an empty one")
        if not re.match(r"https?://\S+\.\S+", self.link):
            raise ValueError(f"expected source {self.key} to have a link that begins with https://, got {self.link!r}")
        require_date(f"source {self.key}", self.date)


@dataclass(frozen=True)
class Fact:
    """A number that may be quoted.

    Attributes:
        key: its name, ``subject.measure``, such as ``gpt3.parameters``.
        topic: the part of the registry that it stands in.
        what: what the number says, in words.
        value: the number, in its unit; for %, the number before the sign.
        unit: its unit; "1" for a pure number.
        kind: computed (a formula of the course gives it), secondary (read in the source or a copy), or press.
        source: where it was read.
        where: the table, section or page of the source.
        date: the day for which it holds; by default the source's.
        digits: significant digits that the source prints; None where every digit counts.
        check: how it was checked.
        chapters: pages of the book that quote it, such as ``background/rise-of-big-models``.

    Raises:
        TypeError, ValueError: if something is missing or of the wrong form.
    """

    key: str
    topic: str
    what: str
    value: int | float
    unit: str
    kind: Kind
    source: Source
    where: str = ""
    date: str = ""
    digits: int | None = None
    check: str = ""
    chapters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise TypeError(f"expected fact {self.key} to be a number, got {self.value!r}")
        for name in ("what", "unit"):
            if not getattr(self, name).strip():
                raise ValueError(f"expected fact {self.key} to say its {name}, got an empty text")
        if self.kind not in KINDS:
            raise ValueError(f"expected fact {self.key} to be {', '.join(KINDS)}, got {self.kind!r}")
        if self.kind == "computed" and not self.check:
            raise ValueError(f"expected computed fact {self.key} to name the formula that gives it (check), got none")
        object.__setattr__(self, "date", self.date or self.source.date)
        require_date(f"fact {self.key}", self.date)

    @property
    def text(self) -> str:
        """The number with its unit, as written in prose: 46.2 %."""
        return quantity(self.value, self.unit)

    @property
    def reference(self) -> str:
        """The source, the place in it and the date, as written in brackets."""
        place = f", {self.where}" if self.where else ""
        return f"{self.source.citation}{place}; {self.date}"

    @property
    def checked(self) -> str:
        """How the number was checked, in words."""
        if self.kind == "computed":
            return _("recomputed: {formula}").format(formula=self.check)
        if self.kind == "press":
            return self.check or _("reported by the press or announced; no audited document")
        return self.check or _("read in the source or a copy of it; not recomputed")
