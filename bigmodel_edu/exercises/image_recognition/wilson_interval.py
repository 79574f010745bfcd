"""Return Wilson's interval for a share."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def wilson(hits, n, z=1.96):
    share = hits / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return middle - half, middle + half


def wald(hits, n, z=1.96):
    share = hits / n
    half = z * math.sqrt(share * (1 - share) / n)
    return share - half, share + half


def inside(rng: np.random.Generator) -> Call:
    n = int(rng.integers(12, 60))
    return arguments(int(n * rng.uniform(0.6, 0.9)), n)


def another_level(rng: np.random.Generator) -> Call:
    n = int(rng.integers(12, 60))
    return arguments(int(n * rng.uniform(0.15, 0.45)), n, z=float(rng.choice([1.0, 1.645, 2.576])))


def all_or_nothing(rng: np.random.Generator) -> Call:
    n = int(rng.integers(5, 40))
    return arguments(int(rng.choice([0, n])), n)


EXERCISE = function(
    __file__,
    points=3,
    reference=wilson,
    core={"some hits": inside},
    edges={"another level": another_level, "no hit, or only hits": all_or_nothing},
    mistakes={
        "wald": (wald, lambda hits, n, z=1.96: tuple(min(1.0, max(0.0, each)) for each in wald(hits, n, z))),
        "middle-not-moved": lambda hits, n, z=1.96: (
            hits / n - (wilson(hits, n, z)[1] - wilson(hits, n, z)[0]) / 2,
            hits / n + (wilson(hits, n, z)[1] - wilson(hits, n, z)[0]) / 2,
        ),
        "level-fixed": lambda hits, n, z=1.96: wilson(hits, n),
        "middle-and-half": lambda hits, n, z=1.96: (
            (wilson(hits, n, z)[0] + wilson(hits, n, z)[1]) / 2,
            (wilson(hits, n, z)[1] - wilson(hits, n, z)[0]) / 2,
        ),
        "not-divided": lambda hits, n, z=1.96: tuple(each * (1 + z**2 / n) for each in wilson(hits, n, z)),
    },
)
