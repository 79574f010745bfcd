"""Return the months after which a budget is enough."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def months(cost, budget, yearly_factor):
    if cost <= budget:
        return 0.0
    return 12 * math.log(cost / budget) / math.log(yearly_factor) if yearly_factor > 1 else math.inf


def lead(rng: np.random.Generator) -> Call:
    budget = round(float(rng.uniform(1e3, 1e6)), 2)
    return arguments(round(budget * float(rng.uniform(1.5, 900)), 2), budget, round(float(rng.uniform(1.2, 6)), 2))


def affordable(rng: np.random.Generator) -> Call:
    budget = round(float(rng.uniform(1e3, 1e6)), 2)
    return arguments(round(budget * float(rng.uniform(0.1, 1)), 2), budget, round(float(rng.uniform(0.6, 6)), 2))


def never(rng: np.random.Generator) -> Call:
    budget = round(float(rng.uniform(1e3, 1e6)), 2)
    return arguments(round(budget * float(rng.uniform(1.5, 90)), 2), budget, float(rng.choice([1.0, 0.9, 0.75])))


def guarded(function):
    def wrong(cost, budget, factor):
        if cost <= budget:
            return 0.0
        return function(cost, budget, factor) if factor > 1 else math.inf

    return wrong


def without_floor(cost, budget, factor):
    if cost <= budget and factor <= 1:
        return 0.0
    return 12 * math.log(cost / budget) / math.log(factor) if factor > 1 else math.inf


def no_never(cost, budget, factor):
    if cost <= budget or factor == 1:
        return 0.0
    return 12 * math.log(cost / budget) / math.log(factor)


EXERCISE = function(
    __file__,
    points=2,
    reference=months,
    core={"a lead": lead},
    edges={"affordable today": affordable, "costs that do not fall": never},
    relative=1e-4,
    absolute=1e-4,
    mistakes={
        "linear": (
            guarded(lambda cost, budget, factor: 12 * cost / budget / factor),
            guarded(lambda cost, budget, factor: 12 * (cost - budget) / (cost * (1 - 1 / factor))),
        ),
        "years": guarded(lambda cost, budget, factor: math.log(cost / budget) / math.log(factor)),
        "upside-down": guarded(lambda cost, budget, factor: 12 * math.log(factor) / math.log(cost / budget)),
        "factor-is-an-exponent": (
            guarded(lambda cost, budget, factor: 12 * math.log(cost / budget) / factor),
            guarded(lambda cost, budget, factor: 12 * math.log(cost / budget) / (factor - 1)),
        ),
        "negative": without_floor,
        "never-forgotten": no_never,
        "whole-months": (
            lambda cost, budget, factor: math.ceil(months(cost, budget, factor)) if months(cost, budget, factor) != math.inf else math.inf,
            lambda cost, budget, factor: 12 * math.ceil(months(cost, budget, factor) / 12) if factor > 1 else months(cost, budget, factor),
        ),
    },
)
