"""An interval for the mean of errors_a − errors_b."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def paired(errors_a, errors_b, rows, alpha):
    difference = np.asarray(errors_a, dtype=np.float64) - np.asarray(errors_b, dtype=np.float64)
    means = difference[np.asarray(rows)].mean(axis=1)
    low, high = np.quantile(means, [alpha / 2, 1 - alpha / 2])
    return float(low), float(high)


def resampled(rng: np.random.Generator, alpha: float) -> Call:
    cases, replicates = int(rng.integers(7, 15)), int(rng.integers(35, 60))
    common = rng.gamma(2.0, 1.5, cases)
    return arguments(
        common + rng.normal(0.3, 0.6, cases),
        common + rng.normal(0, 0.6, cases),
        rng.integers(0, cases, (replicates, cases)),
        alpha,
    )


def any_level(rng: np.random.Generator) -> Call:
    return resampled(rng, float(rng.choice([0.05, 0.1, 0.2])))


def narrow(rng: np.random.Generator) -> Call:
    """Two levels that no draw leaves out: the level is an argument."""
    return resampled(rng, 0.2)


def wide(rng: np.random.Generator) -> Call:
    return resampled(rng, 0.05)


def standard_error(errors_a, errors_b, rows, alpha):
    means = (errors_a - errors_b)[rows].mean(axis=1)
    return float(means.mean() - 1.96 * means.std()), float(means.mean() + 1.96 * means.std())


EXERCISE = function(
    __file__,
    points=3,
    reference=paired,
    core=(any_level, narrow, wide),
    draws=6,
    mistakes={
        "other-direction": lambda a, b, rows, alpha: paired(b, a, rows, alpha),
        "single-cases": lambda a, b, rows, alpha: tuple(float(q) for q in np.quantile(a - b, [alpha / 2, 1 - alpha / 2])),
        "all-in-one": lambda a, b, rows, alpha: tuple(float(q) for q in np.quantile((a - b)[rows], [alpha / 2, 1 - alpha / 2])),
        "one-sided": lambda a, b, rows, alpha: tuple(float(q) for q in np.quantile((a - b)[rows].mean(axis=1), [alpha, 1 - alpha])),
        "not-paired": lambda a, b, rows, alpha: tuple(
            float(q) for q in np.quantile(a[rows].mean(axis=1) - b[rows[::-1]].mean(axis=1), [alpha / 2, 1 - alpha / 2])
        ),
        "absolute": lambda a, b, rows, alpha: tuple(
            float(q) for q in np.quantile(abs(a - b)[rows].mean(axis=1), [alpha / 2, 1 - alpha / 2])
        ),
        "normal": standard_error,
        "two-intervals": lambda a, b, rows, alpha: (
            float(np.quantile(a[rows].mean(axis=1), alpha / 2) - np.quantile(b[rows].mean(axis=1), alpha / 2)),
            float(np.quantile(a[rows].mean(axis=1), 1 - alpha / 2) - np.quantile(b[rows].mean(axis=1), 1 - alpha / 2)),
        ),
    },
)
