"""The mean interval score of some predictions; smaller is better."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def score(y, low, high, alpha, below=True, above=True, factor=None):
    y, low, high = (np.asarray(each, dtype=np.float64) for each in (y, low, high))
    factor = 2 / alpha if factor is None else factor
    missed = below * np.maximum(low - y, 0) + above * np.maximum(y - high, 0)
    return float((high - low + factor * missed).mean())


def score_call(rng: np.random.Generator) -> Call:
    count = int(rng.integers(8, 20))
    centre, half = rng.normal(0, 30, count), rng.uniform(2, 20, count)
    y = centre + rng.standard_normal(count) * 15
    y[0], y[1] = centre[0] - half[0] - 7.5, centre[1] + half[1] + 4.25
    return arguments(y, centre - half, centre + half, float(rng.choice([0.05, 0.1, 0.2])))


def nothing_missed(rng: np.random.Generator) -> Call:
    count = int(rng.integers(3, 9))
    centre, half = rng.normal(0, 30, count), rng.uniform(2, 20, count)
    y = centre + half * rng.uniform(-0.9, 0.9, count)
    y[0] = centre[0] + half[0]  # on the end: not missed
    return arguments(y, centre - half, centre + half, float(rng.choice([0.05, 0.1, 0.2])))


def counted(y, low, high, alpha):
    return float((high - low + 2 / alpha * ((y < low) | (y > high))).mean())


EXERCISE = function(
    __file__,
    points=2,
    reference=score,
    core={"some missed": score_call},
    edges={"none missed": nothing_missed},
    mistakes={
        "width-only": lambda y, low, high, alpha: float((high - low).mean()),
        "coverage": lambda y, low, high, alpha: float(((y >= low) & (y <= high)).mean()),
        "counted": counted,
        "one-over-alpha": lambda y, low, high, alpha: score(y, low, high, alpha, factor=1 / alpha),
        "alpha-halves": lambda y, low, high, alpha: score(y, low, high, alpha, factor=alpha / 2),
        "no-factor": lambda y, low, high, alpha: score(y, low, high, alpha, factor=1.0),
        "above-only": lambda y, low, high, alpha: score(y, low, high, alpha, below=False),
        "below-only": lambda y, low, high, alpha: score(y, low, high, alpha, above=False),
        "sum": lambda y, low, high, alpha: score(y, low, high, alpha) * len(y),
        "signed": lambda y, low, high, alpha: float((high - low + 2 / alpha * ((low - y) + (y - high))).mean()),
    },
)
