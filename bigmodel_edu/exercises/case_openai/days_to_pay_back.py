"""Return the days after which a service has earned a fixed cost."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _days(fixed_cost, revenue_per_day, cost_per_day, paying_share):
    left = revenue_per_day * paying_share - cost_per_day
    return fixed_cost / left if left > 0 else math.inf


def service(rng: np.random.Generator, paying: float, cover: float) -> Call:
    revenue = round(float(rng.uniform(100_000, 900_000)), 2)
    cost = round(revenue * paying * cover, 2)
    return arguments(round(float(rng.uniform(1e6, 9e7)), 2), revenue, cost, paying)


def earning(rng: np.random.Generator) -> Call:
    return service(rng, round(float(rng.uniform(0.3, 0.95)), 3), float(rng.uniform(0.2, 0.8)))


def losing(rng: np.random.Generator) -> Call:
    return service(rng, round(float(rng.uniform(0.1, 0.5)), 3), float(rng.uniform(1.1, 1.9)))


def nobody_pays(rng: np.random.Generator) -> Call:
    fixed, revenue, _cost, _paying = earning(rng).args
    return arguments(fixed, revenue, round(revenue * 0.3, 2), 0.0)


def whole_days(fixed_cost, revenue_per_day, cost_per_day, paying_share):
    days = _days(fixed_cost, revenue_per_day, cost_per_day, paying_share)
    return days if days == math.inf else math.ceil(days)


EXERCISE = function(
    __file__,
    points=2,
    reference=_days,
    core={"a service that earns": earning},
    edges={"a service that loses": losing, "nobody pays": nobody_pays},
    bans=("bigmodel_edu.economics",),
    mistakes={
        "revenue-only": lambda fixed, revenue, cost, share: fixed / (revenue * share) if share else math.inf,
        "all-pay": lambda fixed, revenue, cost, share: fixed / (revenue - cost) if revenue > cost else math.inf,
        "share-of-the-profit": lambda fixed, revenue, cost, share: (
            fixed / ((revenue - cost) * share) if share and revenue > cost else math.inf
        ),
        "negative-days": (
            lambda fixed, revenue, cost, share: fixed / (revenue * share - cost),
            lambda fixed, revenue, cost, share: abs(fixed / (revenue * share - cost)),
        ),
        "whole-days": whole_days,
    },
)
