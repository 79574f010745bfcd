"""Ranges that an input may have: one definition serves the checks, their messages and the plan's table of assumptions."""

import math
from dataclasses import dataclass

from bigmodel_edu.language import _


@dataclass(frozen=True)
class Range:
    """The values that an input may have.

    Attributes:
        low, high: the ends.
        open_low, open_high: whether the end itself is left out.
        share: whether the value is a part of a whole, which people write in %.
        whole: whether only whole numbers count.
    """

    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False
    share: bool = False
    whole: bool = False

    def __contains__(self, value: float) -> bool:
        above = value > self.low if self.open_low else value >= self.low
        below = value < self.high if self.open_high else value <= self.high
        return above and below and not (self.whole and value != int(value))

    def __str__(self) -> str:
        """Say the range in words.

        >>> str(POSITIVE), str(SHARE), str(PART), str(COUNT)
        ('a number above 0', 'a share from 0 to 1 (0 % to 100 %)', 'a share above 0, at most 1 (100 %)', 'a whole number of 1 or more')
        """
        kind = _("a share") if self.share else _("a whole number") if self.whole else _("a number")
        return f"{kind} {self._ends()}"

    def _ends(self) -> str:
        low, high = self._end(self.low), self._end(self.high)
        if math.isinf(self.high):
            return _("above {low}").format(low=low) if self.open_low else _("of {low} or more").format(low=low)
        if math.isinf(self.low):
            return _("below {high}").format(high=high) if self.open_high else _("of at most {high}").format(high=high)
        if not (self.open_low or self.open_high):
            percent = f" ({self.low:.0%} to {self.high:.0%})".replace("%", " %") if self.share else ""
            return _("from {low} to {high}").format(low=f"{self.low:g}", high=f"{self.high:g}") + percent
        first = _("above {low}").format(low=f"{self.low:g}") if self.open_low else _("of {low} or more").format(low=f"{self.low:g}")
        last = _("below {high}").format(high=high) if self.open_high else _("at most {high}").format(high=high)
        return f"{first}, {last}"

    def _end(self, value: float) -> str:
        return f"{value:g} ({value:.0%})".replace("%", " %") if self.share else f"{value:g}"


POSITIVE = Range(0, open_low=True)
NOT_NEGATIVE = Range(0)
SHARE = Range(0, 1, share=True)
PART = Range(0, 1, open_low=True, share=True)
BELOW_ONE = Range(0, 1, open_high=True, share=True)
COUNT = Range(1, whole=True)
COUNT_OR_NONE = Range(0, whole=True)
GROWTH = Range(-1, open_low=True)


def show(value: float, allowed: Range) -> str:
    """Write a value as its range is written: a share also in %.

    >>> show(1.1, SHARE), show(-3, POSITIVE)
    ('1.1 (110 %)', '-3')
    """
    return f"{value:g} ({value:.4g} %)".replace(f"({value:.4g}", f"({value * 100:.4g}") if allowed.share else f"{value:,.10g}"


def require(name: str, value: float, allowed: Range) -> float:
    """Return a value that is within its range.

    Args:
        name: the field, as the caller calls it.
        value: what was given.
        allowed: the range.

    Raises:
        TypeError: if it is no number (a NaN counts as none).
        ValueError: if it is out of range; the message names the field and the range.

    >>> require("utilisation", 1.1, PART)
    Traceback (most recent call last):
    ValueError: expected utilisation to be a share above 0, at most 1 (100 %), got 1.1 (110 %)
    """
    problem = complaint(name, value, allowed)
    if problem:
        numeric = isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value)
        raise (ValueError if numeric else TypeError)(problem)
    return value


def complaint(name: str, value: float, allowed: Range) -> str:
    """Say what is wrong with a value, or return an empty text.

    >>> complaint("the price", 3, POSITIVE), complaint("the price", -3, POSITIVE)
    ('', 'expected the price to be a number above 0, got -3')
    """
    is_number = hasattr(value, "__float__") and not isinstance(value, bool | str) and getattr(value, "ndim", 0) == 0
    if not is_number or math.isnan(value):
        return _("expected {name} to be {range}, got {value!r}").format(name=name, range=allowed, value=value)
    if not math.isfinite(value) or value not in allowed:
        return _("expected {name} to be {range}, got {value}").format(name=name, range=allowed, value=show(value, allowed))
    return ""
