"""Wilson's confidence interval for a share."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def wilson(right, count, z):
    share, extra = right / count, z * z / count
    centre = (share + extra / 2) / (1 + extra)
    half = z / (1 + extra) * math.sqrt(share * (1 - share) / count + extra / (4 * count))
    return centre - half, centre + half


def wald(right, count, z, clip=False):
    share = right / count
    half = z * math.sqrt(share * (1 - share) / count)
    return (max(0.0, share - half), min(1.0, share + half)) if clip else (share - half, share + half)


def agresti(right, count, z):
    total = count + z * z
    share = (right + z * z / 2) / total
    half = z * math.sqrt(share * (1 - share) / total)
    return share - half, share + half


def around_the_share(right, count, z):
    low, high = wilson(right, count, z)
    return right / count - (high - low) / 2, right / count + (high - low) / 2


def not_divided(right, count, z):
    low, high = wilson(right, count, z)
    return low * (1 + z * z / count), high * (1 + z * z / count)


def no_brackets(right, count, z):
    share, extra = right / count, z**2 / count
    centre, half = share + z**2 / 2 * count, z * math.sqrt(share * (1 - share) / count + z**2 / 4 * count**2)
    return (centre - half) / (1 + extra), (centre + half) / (1 + extra)


def half_divided(right, count, z):
    share, extra = right / count, z**2 / count
    centre, half = share + extra / 2, z * math.sqrt(share * (1 - share) / count + extra / (4 * count))
    return centre - half / (1 + extra), centre + half / (1 + extra)


def some_right(rng: np.random.Generator) -> Call:
    count = int(rng.integers(9, 140))
    return arguments(int(rng.integers(1, count)), count, float(rng.choice([1.0, 1.645, 1.96, 2.576])))


def all_right(rng: np.random.Generator) -> Call:
    count = int(rng.integers(5, 140))
    return arguments(count if rng.random() < 0.7 else 0, count, float(rng.choice([1.645, 1.96, 2.576])))


def width(ask, rng: np.random.Generator) -> bool:
    low, high = ask(20, 20, 1.96)
    return 0 < low < 0.9 and abs(high - 1) < 1e-6


EXERCISE = function(
    __file__,
    points=2,
    reference=wilson,
    core={"some right": some_right},
    edges={"all or none right": all_right},
    properties=(width,),
    bans=(".proportion_confint", ".binomtest", ".proportion_ci"),
    mistakes={
        "textbook": (wald, lambda right, count, z: wald(right, count, z, clip=True)),
        "plus-four": agresti,
        "around-the-share": around_the_share,
        "no-brackets": no_brackets,
        "half-divided": half_divided,
        "not-divided": not_divided,
        "half-width": lambda right, count, z: tuple(wilson(right, count, z / 2)),
    },
)
