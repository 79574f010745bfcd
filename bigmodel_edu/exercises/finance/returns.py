"""Returns with losses and gains, and their value at risk."""

import numpy as np

from bigmodel_edu.checking import Call, arguments


def value_at_risk_of(returns, level=0.99):
    return float(-np.quantile(returns, 1 - level))


def skewed_returns(rng: np.random.Generator, count: int) -> np.ndarray:
    """Returns with a heavy lower tail: no symmetric shortcut gives the same number."""
    calm = rng.normal(0.001, 0.01, count)
    return np.where(rng.random(count) < 0.12, calm - rng.exponential(0.05, count), calm)


def losses_and_gains(rng: np.random.Generator) -> Call:
    return arguments(skewed_returns(rng, int(rng.integers(40, 90))), float(rng.choice([0.9, 0.95, 0.975])))


def level_by_default(rng: np.random.Generator) -> Call:
    return arguments(skewed_returns(rng, int(rng.integers(130, 190))))
