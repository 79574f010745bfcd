"""Return the compound annual growth rate, a share (0.25 for 25 %)."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.economics.business.market import cagr as reference_cagr
from bigmodel_edu.exercises.market_and_capital.cash_flows import amount, short


def growing(rng: np.random.Generator) -> Call:
    first = amount(rng, 0.3, 900)
    return arguments(first, short(first * rng.uniform(1.3, 30)), round(float(rng.uniform(2.2, 9)), 1))


def falling(rng: np.random.Generator) -> Call:
    first = amount(rng, 0.3, 900)
    return arguments(first, short(first * rng.uniform(0.04, 0.8)), round(float(rng.uniform(2.2, 9)), 1))


def within_a_year(rng: np.random.Generator) -> Call:
    first = amount(rng, 0.3, 900)
    return arguments(first, short(first * rng.uniform(1.05, 2.5)), round(float(rng.uniform(0.2, 0.8)), 2))


def grows_back(ask, rng: np.random.Generator) -> bool:
    rate = ask(7.0, 31.5, 4.0)
    return math.isclose(7.0 * (1 + rate) ** 4, 31.5, rel_tol=1e-4)


EXERCISE = function(
    __file__,
    points=2,
    reference=lambda first, last, years: reference_cagr(first, last, years),
    core={"growth": growing, "decline": falling},
    edges={"less than a year": within_a_year},
    properties=(grows_back,),
    bans=("bigmodel_edu.economics",),
    relative=1e-5,
    absolute=1e-6,
    mistakes={
        "arithmetic-mean": lambda first, last, years: (last / first - 1) / years,
        "no-brackets": lambda first, last, years: (last / first) ** 1 / years - 1,
        "one-year-too-many": lambda first, last, years: (last / first) ** (1 / (years + 1)) - 1,
        "one-year-too-few": lambda first, last, years: (last / first) ** (1 / (years - 1)) - 1,
        "factor": lambda first, last, years: (last / first) ** (1 / years),
        "total-growth": lambda first, last, years: last / first - 1,
        "logarithm": lambda first, last, years: math.log(last / first) / years,
        "percent": lambda first, last, years: 100 * ((last / first) ** (1 / years) - 1),
        "swapped": lambda first, last, years: (first / last) ** (1 / years) - 1,
        "never-negative": (
            lambda first, last, years: abs((last / first) ** (1 / years) - 1),
            lambda first, last, years: max(0.0, (last / first) ** (1 / years) - 1),
        ),
        "whole-years": (
            lambda first, last, years: (last / first) ** (1 / max(1, int(years))) - 1,
            lambda first, last, years: (last / first) ** (1 / max(1, round(years))) - 1,
        ),
    },
)
