"""Return the mean loss of the days at or beyond the value at risk."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.finance.returns import level_by_default, losses_and_gains, skewed_returns, value_at_risk_of


def _expected_shortfall(returns, level=0.99):
    returns = np.asarray(returns)
    return float(-returns[returns <= np.quantile(returns, 1 - level)].mean())


def rounded_returns(rng: np.random.Generator) -> Call:
    """Returns in whole per cent: the quantile itself is a value that many days have."""
    values = np.repeat([-0.09, -0.05, -0.02, 0.0, 0.03], [2, 7, 9, 11, 12]) * rng.uniform(0.5, 2.0)
    return arguments(rng.permutation(values), 0.9)


def beyond(ask, rng: np.random.Generator) -> bool:
    returns = skewed_returns(rng, 71)
    return float(np.asarray(ask(returns, 0.9))) >= value_at_risk_of(returns, 0.9)


EXERCISE = function(
    __file__,
    points=2,
    reference=_expected_shortfall,
    core={"losses and gains": losses_and_gains},
    edges={"the level by default": level_by_default, "days that are alike": rounded_returns},
    properties=(beyond,),
    mistakes={
        "value-at-risk": value_at_risk_of,
        "sign": lambda returns, level=0.99: -_expected_shortfall(returns, level),
        "divided-by-all-days": lambda returns, level=0.99: float(
            -np.sum(returns[returns <= np.quantile(returns, 1 - level)]) / len(returns)
        ),
        "strictly-below": lambda returns, level=0.99: float(-np.mean(returns[returns < np.quantile(returns, 1 - level)])),
        "mean-of-the-good-days": lambda returns, level=0.99: float(-np.mean(returns[returns >= np.quantile(returns, 1 - level)])),
        "all-losing-days": lambda returns, level=0.99: float(-np.mean(returns[returns < 0])),
    },
)
