"""Say how many times a year something rose or fell, always above 1."""

from datetime import date

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.economics.business.market import growth_claim
from bigmodel_edu.exercises.market_and_capital.cash_flows import amount, short


def _months(start: str, end: str) -> int:
    (y0, m0), (y1, m1) = ([int(part) for part in day.split("-")] for day in (start, end))
    return 12 * (y1 - y0) + m1 - m0


def _days(start: str, end: str) -> int:
    return (date.fromisoformat(f"{end}-01") - date.fromisoformat(f"{start}-01")).days


def _yearly_factor(first: float, last: float, start: str, end: str) -> float:
    return growth_claim(first, last, _months(start, end))[1]


def _ratio(first: float, last: float) -> float:
    return max(first / last, last / first)


def claim(rng: np.random.Generator, months: int, rises: bool) -> Call:
    place = 12 * int(rng.integers(2012, 2024)) + int(rng.integers(0, 12))
    start, end = (f"{each // 12}-{each % 12 + 1:02}" for each in (place, place + months))
    first, ratio = amount(rng, 0.02, 400), amount(rng, 3, 500)
    return arguments(first, short(first * ratio if rises else first / ratio), start, end)


def a_rise(rng: np.random.Generator) -> Call:
    return claim(rng, int(rng.integers(13, 60)), rises=True)


def a_fall(rng: np.random.Generator) -> Call:
    return claim(rng, int(rng.integers(13, 60)), rises=False)


def a_few_months(rng: np.random.Generator) -> Call:
    return claim(rng, int(rng.integers(3, 11)), rises=bool(rng.random() < 0.5))


EXERCISE = function(
    __file__,
    points=3,
    reference=_yearly_factor,
    core={"a rise": a_rise, "a fall": a_fall, "a few months": a_few_months},
    bans=("bigmodel_edu.economics",),
    relative=1e-5,
    mistakes={
        "both-months-counted": lambda first, last, start, end: _ratio(first, last) ** (12 / (_months(start, end) + 1)),
        "years-only": lambda first, last, start, end: _ratio(first, last) ** (1 / (int(end[:4]) - int(start[:4]))),
        "shared-equally": lambda first, last, start, end: _ratio(first, last) / (_months(start, end) / 12),
        "no-brackets": lambda first, last, start, end: _ratio(first, last) ** 12 / _months(start, end),
        "days": (
            lambda first, last, start, end: _ratio(first, last) ** (365.25 / _days(start, end)),
            lambda first, last, start, end: _ratio(first, last) ** (365 / _days(start, end)),
        ),
        "whole-interval": lambda first, last, start, end: _ratio(first, last),
        "a-month": lambda first, last, start, end: _ratio(first, last) ** (1 / _months(start, end)),
        "upside-down-for-falls": lambda first, last, start, end: (last / first) ** (12 / _months(start, end)),
        "upside-down-for-rises": lambda first, last, start, end: (first / last) ** (12 / _months(start, end)),
        "exponent-upside-down": lambda first, last, start, end: _ratio(first, last) ** (_months(start, end) / 12),
        "rate": lambda first, last, start, end: _yearly_factor(first, last, start, end) - 1,
    },
)
