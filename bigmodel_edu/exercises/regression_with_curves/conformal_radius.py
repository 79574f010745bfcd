"""The radius of a prediction interval that holds with 1 − alpha."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def radius(residuals, alpha):
    sizes = np.sort(np.abs(np.asarray(residuals, dtype=np.float64)))
    rank = math.ceil((len(sizes) + 1) * (1 - alpha))
    return float(sizes[rank - 1]) if rank <= len(sizes) else math.inf


def rank_of(residuals, share):
    sizes = np.sort(np.abs(residuals))
    return float(sizes[min(max(math.ceil(len(sizes) * share), 1), len(sizes)) - 1])


def _residuals(rng: np.random.Generator, low: int, high: int, alphas: list[float]) -> Call:
    while True:
        count, alpha = int(rng.integers(low, high)), float(rng.choice(alphas))
        rank = (count + 1) * (1 - alpha)
        if 0.05 < rank % 1 < 0.95 and (low < 5 or math.ceil(rank) != math.ceil(count * (1 - alpha)) or rng.random() < 0.3):
            return arguments(rng.standard_t(3, count) * 20 + 6, alpha)


def few(rng: np.random.Generator) -> Call:
    while True:
        count, alpha = int(rng.integers(2, 16)), float(rng.choice([0.01, 0.05]))
        if (count + 1) * (1 - alpha) > count + 0.05 and (count + 1) * (1 - alpha) % 1 > 0.05:
            return arguments(rng.standard_normal(count) * 5, alpha)


def signed(residuals, alpha):
    ordered = np.sort(np.asarray(residuals, dtype=np.float64))
    rank = math.ceil((len(ordered) + 1) * (1 - alpha))
    return float(ordered[rank - 1]) if rank <= len(ordered) else math.inf


def shifted(residuals, alpha):
    sizes = np.sort(np.abs(residuals))
    rank = math.ceil((len(sizes) + 1) * (1 - alpha))
    return float(sizes[rank]) if rank < len(sizes) else math.inf


def enlarges(ask, rng: np.random.Generator) -> bool:
    return bool(math.isinf(float(ask(np.array([1.0, -2.0, 0.5]), 0.1))))


EXERCISE = function(
    __file__,
    points=3,
    reference=radius,
    core={"ordinary": lambda rng: _residuals(rng, 20, 80, [0.07, 0.13, 0.21, 0.3])},
    edges={"too few for the promise": few},
    properties=(enlarges,),
    mistakes={
        "plain-quantile": lambda residuals, alpha: float(np.quantile(np.abs(residuals), 1 - alpha)),
        "rank-of-n": lambda residuals, alpha: rank_of(residuals, 1 - alpha),
        "no-absolute": lambda residuals, alpha: signed(residuals, alpha),
        "never-infinite": lambda residuals, alpha: min(radius(residuals, alpha), float(np.max(np.abs(residuals)))),
        "index-one-too-high": lambda residuals, alpha: shifted(residuals, alpha),
        "half-of-alpha": lambda residuals, alpha: radius(residuals, alpha / 2),
        "alpha-for-coverage": lambda residuals, alpha: radius(residuals, 1 - alpha),
        "normal": lambda residuals, alpha: float(1.645 * np.std(residuals)),
    },
)
