"""Return how many months the cash pays for in full."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def runway(cash, revenue, cost, growth, most=120):
    for month in range(most):
        cash += revenue - cost
        if cash < 0:
            return month
        revenue *= 1 + growth
    return math.inf


def company(rng: np.random.Generator, months: float, growth: float) -> Call:
    """A company whose revenue covers part of its cost, with cash for about so many months at today's burn."""
    revenue = round(float(rng.uniform(10, 90)), 1)
    cost = round(revenue * float(rng.uniform(1.6, 3)), 1)
    return arguments(round((cost - revenue) * months + float(rng.uniform(0.1, 0.9)), 2), revenue, cost, growth)


def flat(rng: np.random.Generator) -> Call:
    return company(rng, int(rng.integers(3, 15)), 0.0)


def growing(rng: np.random.Generator) -> Call:
    """Growth that lengthens the runway but does not save the company."""
    while True:
        call = company(rng, float(rng.uniform(3, 8)), round(float(rng.uniform(0.01, 0.05)), 3))
        cash, revenue, cost, growth = call.args
        if runway(cash, revenue, cost, growth) not in (math.inf, runway(cash, revenue, cost, 0.0)):
            return call


def growth_that_compounds(rng: np.random.Generator) -> Call:
    """Compound and simple growth end in different months."""
    return arguments(1500.0, 50.0, 130.0, 0.03)


def shrinking_that_compounds(rng: np.random.Generator) -> Call:
    return arguments(3000.0, 50.0, 130.0, -0.05)


def shrinking(rng: np.random.Generator) -> Call:
    while True:
        call = company(rng, float(rng.uniform(8, 15)), -round(float(rng.uniform(0.04, 0.12)), 3))
        cash, revenue, cost, growth = call.args
        if runway(cash, revenue, cost, growth) != runway(cash, revenue, cost, 0.0):
            return call


def saved(rng: np.random.Generator) -> Call:
    while True:
        call = company(rng, float(rng.uniform(6, 14)), round(float(rng.uniform(0.12, 0.3)), 3))
        if runway(*call.args) == math.inf:
            return call


def at_once(rng: np.random.Generator) -> Call:
    return company(rng, 0, round(float(rng.uniform(-0.1, 0.1)), 3))


def constant_burn(cash, revenue, cost, growth, most=120):
    return int(cash // (cost - revenue))


def grows_first(cash, revenue, cost, growth, most=120):
    return runway(cash, revenue * (1 + growth), cost, growth)


def compound_cost(cash, revenue, cost, growth, most=120):
    for month in range(120):
        cash += revenue - cost
        if cash < 0:
            return month
        revenue, cost = revenue * (1 + growth), cost * (1 + growth)
    return math.inf


def added_growth(cash, revenue, cost, growth, most=120):
    first = revenue
    for month in range(120):
        cash += revenue - cost
        if cash < 0:
            return month
        revenue += first * growth
    return math.inf


def never_infinite(cash, revenue, cost, growth, most=120):
    found = runway(cash, revenue, cost, growth)
    return 120 if found == math.inf else found


def month_too_many(cash, revenue, cost, growth, most=120):
    return runway(cash, revenue, cost, growth) + 1


def until_break_even(cash, revenue, cost, growth, most=120):
    month = 0
    while revenue < cost and month < 120:
        revenue, month = revenue * (1 + growth), month + 1
    return month if month < 120 else math.inf


EXERCISE = function(
    __file__,
    points=3,
    reference=lambda cash, revenue, cost, growth: runway(cash, revenue, cost, growth),
    core={"revenue that grows": (growing, growth_that_compounds), "revenue that shrinks": (shrinking, shrinking_that_compounds)},
    edges={"revenue that does not change": flat, "growth that saves the company": saved, "no cash for the first month": at_once},
    bans=("bigmodel_edu.economics",),
    draws=10,
    mistakes={
        "constant-burn": constant_burn,
        "grows-first": grows_first,
        "one-too-many": month_too_many,
        "costs-grow-too": compound_cost,
        "simple-growth": added_growth,
        "never-infinite": never_infinite,
        "until-break-even": until_break_even,
    },
)
