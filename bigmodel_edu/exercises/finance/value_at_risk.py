"""Return the loss that is exceeded in a share 1 - level of the periods."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.finance.returns import level_by_default, losses_and_gains, value_at_risk_of


def only_gains(rng: np.random.Generator) -> Call:
    """Nothing was lost: the loss at the level is negative, that is, a gain."""
    return arguments(np.exp(rng.normal(-4, 0.6, int(rng.integers(30, 60)))), float(rng.choice([0.8, 0.9])))


def normal_quantile(probability: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(probability)


EXERCISE = function(
    __file__,
    points=3,
    reference=value_at_risk_of,
    core={"losses and gains": losses_and_gains},
    edges={"the level by default": level_by_default, "only gains": only_gains},
    mistakes={
        "sign": lambda returns, level=0.99: float(np.quantile(returns, 1 - level)),
        "wrong-tail": lambda returns, level=0.99: float(np.quantile(returns, level)),
        "wrong-tail-negative": lambda returns, level=0.99: float(-np.quantile(returns, level)),
        "normal": (
            lambda returns, level=0.99: float(-(np.mean(returns) + normal_quantile(1 - level) * np.std(returns))),
            lambda returns, level=0.99: float(-(np.mean(returns) + normal_quantile(1 - level) * np.std(returns, ddof=1))),
        ),
        "absolute-returns": lambda returns, level=0.99: float(np.quantile(np.abs(returns), level)),
        "never-below-zero": lambda returns, level=0.99: max(0.0, value_at_risk_of(returns, level)),
        "worst-day": lambda returns, level=0.99: float(-np.min(returns)),
    },
)
