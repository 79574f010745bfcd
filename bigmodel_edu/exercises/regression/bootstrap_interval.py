"""Return an interval for the mean of the values, by the bootstrap."""

import numpy as np

from bigmodel_edu.calling import RandomGenerator
from bigmodel_edu.checking import Call, arguments, function


def _bootstrap_interval(values, draws, level, rng):
    rows = rng.integers(0, len(values), (draws, len(values)))
    low, high = np.percentile(values[rows].mean(axis=1), [50 * (1 - level), 50 * (1 + level)])
    return float(low), float(high)


def measured(rng: np.random.Generator) -> Call:
    values = rng.normal(float(rng.uniform(-5, 5)), float(rng.uniform(1, 4)), int(rng.integers(9, 30)))
    return arguments(values, int(rng.integers(150, 260)), 0.95, RandomGenerator(int(rng.integers(1 << 30))))


def skewed(rng: np.random.Generator) -> Call:
    values = np.exp(rng.normal(0, 1.2, int(rng.integers(10, 20))))
    level = float(rng.choice([0.8, 0.9, 0.5]))
    return arguments(values, int(rng.integers(150, 260)), level, RandomGenerator(int(rng.integers(1 << 30))))


def without_replacement(values, draws, level, rng):
    means = [rng.permutation(values)[: max(len(values) // 2, 1)].mean() for _ in range(draws)]
    low, high = np.percentile(means, [50 * (1 - level), 50 * (1 + level)])
    return float(low), float(high)


def of_the_values(values, draws, level, rng):
    low, high = np.percentile(values, [50 * (1 - level), 50 * (1 + level)])
    return float(low), float(high)


def one_sided(values, draws, level, rng):
    rows = rng.integers(0, len(values), (draws, len(values)))
    low, high = np.percentile(values[rows].mean(axis=1), [100 * (1 - level), 100 * level])
    return float(low), float(high)


def by_the_formula(values, draws, level, rng):
    from statistics import NormalDist

    wide = NormalDist().inv_cdf((1 + level) / 2) * values.std(ddof=1) / len(values) ** 0.5
    return float(values.mean() - wide), float(values.mean() + wide)


def always_95(values, draws, level, rng):
    return _bootstrap_interval(values, draws, 0.95, rng)


def medians(values, draws, level, rng):
    rows = rng.integers(0, len(values), (draws, len(values)))
    low, high = np.percentile(np.median(values[rows], axis=1), [50 * (1 - level), 50 * (1 + level)])
    return float(low), float(high)


def deviations_again(values, draws, level, rng):
    rows = rng.integers(0, len(values), (draws, len(values)))
    means = values[rows].mean(axis=1)
    wide = 1.96 * means.std() / draws**0.5
    return float(means.mean() - wide), float(means.mean() + wide)


EXERCISE = function(
    __file__,
    points=3,
    reference=_bootstrap_interval,
    core={"measured values": measured, "skewed values, another level": skewed},
    bans=("scipy.stats.bootstrap", ".bootstrap", "sklearn", "bigmodel_edu.training"),
    mistakes={
        "of-the-values": of_the_values,
        "one-sided": one_sided,
        "always-95": always_95,
        "medians": medians,
        "formula": by_the_formula,
        "mean-of-means": deviations_again,
        "without-replacement": without_replacement,
    },
)
