"""Returns with losses and gains, and their value at risk."""

import numpy as np

from bigmodel_edu.checking import Call, arguments


def value_at_risk_of(returns, level=0.99):
    return float(-np.quantile(returns, 1 - level))


def skewed_returns(rng: np.random.Generator, count: int) -> np.ndarray:
    """Returns with a heavy lower tail: no symmetric shortcut gives the same number."""
    calm = rng.normal(0.001, 0.01, count)
    return np.where(rng.random(count) < 0.12, calm - rng.exponential(0.05, count), calm)


def days_between_quantiles(rng: np.random.Generator, low: int, high: int, level: float) -> int:
    """A number of days with which the quantile falls between two of them: on a day itself, rounding would decide what lies beyond it."""
    return int(rng.choice([days for days in range(low, high) if 0.01 < (days - 1) * (1 - level) % 1 < 0.99]))


def losses_and_gains(rng: np.random.Generator) -> Call:
    level = float(rng.choice([0.9, 0.95, 0.975]))
    return arguments(skewed_returns(rng, days_between_quantiles(rng, 40, 90, level)), level)


def level_by_default(rng: np.random.Generator) -> Call:
    return arguments(skewed_returns(rng, days_between_quantiles(rng, 130, 190, 0.99)))
