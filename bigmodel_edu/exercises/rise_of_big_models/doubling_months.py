"""Return in how many months something doubles."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.rise_of_big_models.draws import log_uniform


def doubling(first: float, last: float, months: float) -> float:
    return months * math.log(2) / math.log(last / first)


def grows(rng: np.random.Generator) -> Call:
    first = log_uniform(rng, 1e7, 1e9)
    return arguments(first, first * log_uniform(rng, 5, 5_000), round(float(rng.uniform(6, 80)), 1))


def hardly_grows(rng: np.random.Generator) -> Call:
    first = log_uniform(rng, 1e9, 1e11)
    return arguments(first, first * float(rng.uniform(1.1, 1.9)), round(float(rng.uniform(6, 80)), 1))


def shrinks(rng: np.random.Generator) -> Call:
    first = log_uniform(rng, 1e3, 1e5)
    return arguments(first, first / log_uniform(rng, 3, 900), round(float(rng.uniform(6, 80)), 1))


EXERCISE = function(
    __file__,
    points=2,
    reference=doubling,
    core={"growth": grows},
    edges={"less than one doubling": hardly_grows, "shrinking": shrinks},
    relative=1e-5,
    mistakes={
        "linear": (
            lambda first, last, months: months / (last / first / 2),
            lambda first, last, months: months / (last / first),
            lambda first, last, months: months / (last / first - 1),
            lambda first, last, months: months * first / (last - first),
        ),
        "natural-logarithm": lambda first, last, months: months / math.log(last / first),
        "tenfold": lambda first, last, months: months / math.log10(last / first),
        "upside-down": lambda first, last, months: math.log2(last / first) / months,
        "always-positive": lambda first, last, months: abs(doubling(first, last, months)),
        "first-and-last-swapped": lambda first, last, months: -doubling(first, last, months),
        "whole-doublings": lambda first, last, months: months / max(1, round(math.log2(last / first))),
    },
)
