"""Return the log return of each day but the first."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _log_returns(prices):
    return np.diff(np.log(prices), axis=0)


def _prices(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Prices that move by several per cent a day, so that simple and log returns differ visibly."""
    return rng.uniform(5, 400, shape[1:]) * np.exp(np.cumsum(rng.normal(0.01, 0.08, shape), axis=0))


def one_series(rng: np.random.Generator) -> Call:
    return arguments(_prices(rng, int(rng.integers(3, 12))))


def several_series(rng: np.random.Generator) -> Call:
    days = int(rng.integers(4, 9))
    return arguments(_prices(rng, days, days + int(rng.choice([-2, 3]))))


def returns_add_up(ask, rng: np.random.Generator) -> bool:
    prices = _prices(rng, 9)
    return bool(np.isclose(np.sum(ask(prices)), np.log(prices[-1] / prices[0]), atol=1e-6))


EXERCISE = function(
    __file__,
    points=2,
    reference=_log_returns,
    core={"one series": one_series, "several series": several_series},
    properties=(returns_add_up,),
    mistakes={
        "simple-returns": lambda prices: prices[1:] / prices[:-1] - 1,
        "ratios": lambda prices: prices[1:] / prices[:-1],
        "backwards": lambda prices: -np.diff(np.log(prices), axis=0),
        "base-10": lambda prices: np.diff(np.log10(prices), axis=0),
        "differences": lambda prices: np.diff(prices, axis=0),
        "first-day-kept": lambda prices: np.concatenate([np.zeros((1, *prices.shape[1:])), np.diff(np.log(prices), axis=0)]),
        "across-series": lambda prices: np.diff(np.log(prices), axis=-1),
    },
)
