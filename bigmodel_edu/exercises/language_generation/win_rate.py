"""Return how often our model wins."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _wins(first_order, second_order):
    points = 0.0
    for one, two in zip(first_order, second_order, strict=True):
        points += {"first": 1.0, "tie": 0.5, "second": 0.0}[one] + {"second": 1.0, "tie": 0.5, "first": 0.0}[two]
    return points / (2 * len(first_order))


VERDICTS = ("first", "second", "tie")


def verdicts(rng: np.random.Generator, shares: tuple[float, float, float], count: int) -> list[str]:
    return rng.choice(VERDICTS, count, p=shares).tolist()


def fair_judge(rng: np.random.Generator) -> Call:
    count = int(rng.integers(9, 20))
    return arguments(verdicts(rng, (0.6, 0.25, 0.15), count), verdicts(rng, (0.2, 0.6, 0.2), count))


def prefers_the_first(rng: np.random.Generator) -> Call:
    count = int(rng.integers(9, 20))
    return arguments(verdicts(rng, (0.85, 0.1, 0.05), count), verdicts(rng, (0.7, 0.2, 0.1), count))


def many_ties(rng: np.random.Generator) -> Call:
    count = int(rng.integers(9, 20))
    return arguments(["tie", "first", *verdicts(rng, (0.25, 0.15, 0.6), count)], ["first", "tie", *verdicts(rng, (0.15, 0.3, 0.55), count)])


def only_ties(rng: np.random.Generator) -> Call:
    count = int(rng.integers(3, 9))
    return arguments(["tie"] * count, ["tie"] * count)


def bias(ask, rng: np.random.Generator) -> bool:
    return math.isclose(ask(["first"] * 7, ["first"] * 7), 0.5, abs_tol=1e-6)


def not_swapped(one, two):
    return sum({"first": 1.0, "tie": 0.5, "second": 0.0}[each] for each in [*one, *two]) / (2 * len(one))


def first_order_only(one, two):
    return sum({"first": 1.0, "tie": 0.5, "second": 0.0}[each] for each in one) / len(one)


def ties_left_out(one, two):
    wins = one.count("first") + two.count("second")
    losses = one.count("second") + two.count("first")
    return wins / (wins + losses) if wins + losses else 0.0


def ties_are_losses(one, two):
    return (one.count("first") + two.count("second")) / (2 * len(one))


def ties_are_wins(one, two):
    return 1 - (one.count("second") + two.count("first")) / (2 * len(one))


def both_orders(one, two):
    return sum(a == "first" and b == "second" for a, b in zip(one, two, strict=True)) / len(one)


def the_other_model(one, two):
    return 1 - _wins(one, two)


EXERCISE = function(
    __file__,
    points=2,
    reference=_wins,
    core={"a judge who can tell": fair_judge, "a judge who prefers the first": prefers_the_first, "many ties": many_ties},
    edges={"ties only": only_ties},
    properties=(bias,),
    draws=3,
    mistakes={
        "not-swapped": not_swapped,
        "one-order": first_order_only,
        "ties-left-out": ties_left_out,
        "ties-lost": ties_are_losses,
        "ties-won": ties_are_wins,
        "both": both_orders,
        "other-model": the_other_model,
    },
)
