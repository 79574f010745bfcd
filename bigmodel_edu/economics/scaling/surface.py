"""Fit Chinchilla's law to one's own runs: sizes, tokens and losses together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import least_squares
from scipy.special import logsumexp

from bigmodel_edu.economics.scaling.chinchilla import Chinchilla
from bigmodel_edu.economics.scaling.fitting import Estimate

Row = NDArray[np.float64]

HUBER = 1e-3
"""Differences of log-losses above this count by their size, not their square: outliers pull less (Hoffmann et al. 2022, D.2)."""


BOUNDS = ([-15.0] * 3 + [np.log(0.01)] * 2, [5.0] * 3 + [np.log(3.0)] * 2)
"""Of the logarithms of the three terms at the centre of the runs, of α and of β: wide, and narrow enough that nothing overflows."""


@dataclass(frozen=True)
class SurfaceFit:
    """A fitted law and how sure each constant is.

    Attributes:
        law: the best fit.
        intervals: an estimate for each of e, a, b, alpha, beta, by the bootstrap.
        confidence: of the intervals.
    """

    law: Chinchilla
    intervals: dict[str, Estimate]
    confidence: float


def _terms(theta: Row, x: Row, y: Row) -> Row:
    """(3, runs) logarithms of the law's three terms.

    Args:
        theta: log of A's, B's and E's terms at the centre of the runs, log α, log β.
        x, y: log N and log D, from their means, which makes the constants nearly independent.
    """
    alpha, beta = np.exp(theta[3:])
    return np.stack([theta[0] - alpha * x, theta[1] - beta * y, np.full(len(x), theta[2])])


def _slopes(theta: Row, x: Row, y: Row, _logs: Row) -> Row:
    """(runs, 5) how the predicted log-loss changes with theta: each term counts by its part of the loss."""
    terms, (alpha, beta) = _terms(theta, x, y), np.exp(theta[3:])
    parts = np.exp(terms - logsumexp(terms, axis=0))
    return np.stack([*parts, -alpha * x * parts[0], -beta * y * parts[1]], axis=1)


def _fit(n: Row, d: Row, logs: Row, starts: list[Row]) -> tuple[Row, Row]:
    """Return the best theta, and the law's constants a, b, e, alpha, beta that it means."""
    x, y = np.log(n), np.log(d)
    args = (x - x.mean(), y - y.mean(), logs)

    def errors(theta: Row, x: Row, y: Row, logs: Row) -> Row:
        missed: Row = logsumexp(_terms(theta, x, y), axis=0) - logs
        return missed

    exact = {"bounds": BOUNDS, "loss": "huber", "f_scale": HUBER, "ftol": 1e-12, "xtol": 1e-12, "gtol": None}
    fits = [least_squares(errors, start, jac=_slopes, args=args, **exact) for start in starts]
    theta = min(fits, key=lambda fit: fit.cost).x
    alpha, beta = np.exp(theta[3:])
    return theta, np.array([*np.exp(theta[:3] + np.array([alpha * x.mean(), beta * y.mean(), 0.0])), alpha, beta])


def _starts(logs: Row) -> list[Row]:
    centre = float(logs.mean())
    parts = [(0.2, 0.2, 0.6), (0.45, 0.1, 0.45), (0.1, 0.45, 0.45), (0.45, 0.45, 0.1)]
    exponents = [(0.2, 0.2), (0.5, 0.2), (0.2, 0.5), (0.5, 0.5)]
    return [np.array([*(np.log(part) + centre), *np.log(pair)]) for part in parts for pair in exponents]


def fit_chinchilla(
    parameters: ArrayLike,
    tokens: ArrayLike,
    loss: ArrayLike,
    *,
    generator: np.random.Generator,
    resamples: int = 100,
    confidence: float = 0.95,
) -> SurfaceFit:
    """Fit E + A / N^α + B / D^β to runs, with intervals from the bootstrap.

    In words: the constants whose predicted logarithm of the loss is nearest to the measured one, outliers counting less, from 16
    starting points; then the same again on runs drawn with replacement, to see how far the constants wander.

    Args:
        parameters, tokens, loss: N, D and L of at least 8 runs that vary both N and D.
        generator: draws the resamples.
        resamples: how many; 100 gives a rough interval.
        confidence: of the intervals, between 0 and 1.

    Raises:
        ValueError: if the inputs do not fit, are too few, or vary only one of N and D.

    Source: Hoffmann et al. 2022, approach 3; the bootstrap, Besiroglu et al. 2024, section 3.
    """
    n, d, losses = (np.asarray(values, dtype=float) for values in (parameters, tokens, loss))
    if not n.shape == d.shape == losses.shape or n.ndim != 1:
        raise ValueError(f"expected parameters, tokens and loss in rows of one length, got shapes {n.shape}, {d.shape} and {losses.shape}")
    if len(n) < 8 or len(np.unique(n)) < 3 or len(np.unique(d)) < 3:
        got = f"{len(n)} runs, {len(np.unique(n))} N and {len(np.unique(d))} D"
        raise ValueError(f"expected 8 runs or more with 3 or more different N and D, got {got}")
    if not all(np.isfinite(values).all() and (values > 0).all() for values in (n, d, losses)):
        raise ValueError("expected parameters, tokens and loss to be finite and above 0, got some that are not")
    if not 0 < confidence < 1:
        raise ValueError(f"expected confidence between 0 and 1, got {confidence}")
    logs = np.log(losses)
    theta, best = _fit(n, d, logs, _starts(logs))
    draws = generator.integers(0, len(n), size=(resamples, len(n)))
    others = np.array([_fit(n[draw], d[draw], logs[draw], [theta])[1] for draw in draws])
    ends = np.quantile(others, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)
    names = ("a", "b", "e", "alpha", "beta")
    intervals = {name: Estimate(float(v), float(low), float(high)) for name, v, low, high in zip(names, best, *ends, strict=True)}
    return SurfaceFit(Chinchilla(**{name: estimate.value for name, estimate in intervals.items()}), intervals, confidence)
