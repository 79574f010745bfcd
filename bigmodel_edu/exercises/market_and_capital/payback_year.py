"""Return the first year in which the discounted amounts add up to 0 or more."""

from collections.abc import Sequence

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.economics.business.value import npv as reference_npv
from bigmodel_edu.exercises.market_and_capital.cash_flows import some_flows


def payback(rate: float, flows: Sequence[float]) -> int | None:
    return next((t for t in range(len(flows)) if reference_npv(rate, flows[: t + 1]) >= 0), None)


def payback_or_fail(rate: float, flows: Sequence[float]) -> int:
    year, total = 0, flows[0]
    while total < 0:
        year += 1
        total += flows[year] / (1 + rate) ** year
    return year


def investment(rng: np.random.Generator, share: tuple[float, float]) -> Call:
    """Flows whose present value reaches a share of what was paid."""
    years, rate = int(rng.integers(5, 10)), round(float(rng.uniform(0.12, 0.4)), 3)
    later = rng.uniform(5, 60, years)
    worth = reference_npv(rate, [0.0, *later])
    return arguments(rate, [round(-worth * float(rng.uniform(*share)), 2), *(round(float(each), 2) for each in later)])


def paid_back(rng: np.random.Generator) -> Call:
    return investment(rng, (0.35, 0.95))


def never_paid_back(rng: np.random.Generator) -> Call:
    return investment(rng, (1.02, 1.25))


def nothing_to_pay(rng: np.random.Generator) -> Call:
    return arguments(round(float(rng.uniform(0.05, 0.4)), 3), [0.0, *some_flows(rng, int(rng.integers(1, 5)))])


def back_and_down_again(rng: np.random.Generator) -> Call:
    rate = round(float(rng.uniform(0.1, 0.3)), 3)
    return arguments(rate, [-100.0, round(float(rng.uniform(30, 60)), 2), round(float(rng.uniform(140, 170)), 2), -150.0, 10.0])


EXERCISE = function(
    __file__,
    points=3,
    reference=payback,
    core={"paid back": paid_back, "paid back, then paid again": back_and_down_again},
    edges={"never paid back": never_paid_back, "nothing to pay": nothing_to_pay},
    bans=("bigmodel_edu.economics", ".npv"),
    draws=5,
    mistakes={
        "not-discounted": lambda rate, flows: payback(0.0, flows),
        "fails-when-it-never-comes": payback_or_fail,
        "one-amount-behind": lambda rate, flows: 0,
        "counted-from-one": lambda rate, flows: None if (year := payback(rate, flows)) is None else year + 1,
        "last-year-instead-of-never": (
            lambda rate, flows: len(flows) - 1 if payback(rate, flows) is None else payback(rate, flows),
            lambda rate, flows: len(flows) if payback(rate, flows) is None else payback(rate, flows),
            lambda rate, flows: -1 if payback(rate, flows) is None else payback(rate, flows),
            lambda rate, flows: 0 if payback(rate, flows) is None else payback(rate, flows),
        ),
        "more-than-back": lambda rate, flows: next((t for t in range(len(flows)) if reference_npv(rate, flows[: t + 1]) > 0), None),
        "stays-back": lambda rate, flows: (
            max((t + 1 for t in range(len(flows)) if reference_npv(rate, flows[: t + 1]) < 0), default=0)
            if reference_npv(rate, flows) >= 0
            else None
        ),
        "first-discounted-later-not": lambda rate, flows: next(
            (t for t in range(len(flows)) if flows[0] + sum(flows[1 : t + 1]) / (1 + rate) >= 0),
            None,
        ),
        "one-amount-alone": lambda rate, flows: next((t for t in range(1, len(flows)) if flows[t] / (1 + rate) ** t >= -flows[0]), None),
    },
)
