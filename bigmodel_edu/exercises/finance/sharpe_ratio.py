"""Return the Sharpe ratio of a year."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def sharpe(returns, risk_free=0.0, periods=252):
    excess = np.asarray(returns) - risk_free / periods
    return float(excess.mean() / excess.std(ddof=1) * np.sqrt(periods))


def some_returns(rng: np.random.Generator, count: int | None = None) -> np.ndarray:
    mean = rng.choice([-1, 1]) * rng.uniform(0.002, 0.01)
    return rng.normal(mean, rng.uniform(0.01, 0.03), count or int(rng.integers(8, 20)))


def daily(rng: np.random.Generator) -> Call:
    return arguments(some_returns(rng))


def monthly_above_a_rate(rng: np.random.Generator) -> Call:
    return arguments(some_returns(rng), risk_free=float(rng.uniform(0.02, 0.06)), periods=int(rng.choice([12, 52])))


EXERCISE = function(
    __file__,
    points=3,
    reference=sharpe,
    core={"daily returns, no interest": daily, "other periods, with interest": monthly_above_a_rate},
    mistakes={
        "not-annualised": lambda returns, risk_free=0.0, periods=252: sharpe(returns, risk_free, periods) / np.sqrt(periods),
        "times-periods": lambda returns, risk_free=0.0, periods=252: sharpe(returns, risk_free, periods) * np.sqrt(periods),
        "yearly-rate-from-each-period": lambda returns, risk_free=0.0, periods=252: float(
            (np.mean(returns) - risk_free) / np.std(returns, ddof=1) * np.sqrt(periods)
        ),
        "rate-ignored": lambda returns, risk_free=0.0, periods=252: sharpe(returns, 0.0, periods),
        "population-deviation": lambda returns, risk_free=0.0, periods=252: (
            sharpe(returns, risk_free, periods) * np.sqrt(len(returns) / (len(returns) - 1))
        ),
        "variance": lambda returns, risk_free=0.0, periods=252: float(
            (np.mean(returns) - risk_free / periods) / np.var(returns, ddof=1) * np.sqrt(periods)
        ),
        "always-252": lambda returns, risk_free=0.0, periods=252: sharpe(returns, risk_free, periods) / np.sqrt(periods) * np.sqrt(252),
    },
)
