"""Fit a power law to one's own runs, and say how sure the constants are."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import OptimizeWarning, curve_fit
from scipy.stats import t as student_t

Row = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A constant and how sure it is.

    Attributes:
        value: the best fit.
        low, high: ends of the confidence interval.
    """

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.4g} ({self.low:.4g} to {self.high:.4g})"


@dataclass(frozen=True)
class PowerLaw:
    r"""A fitted law.

    .. math:: L(x) = E + A\, x^{-\alpha}

    Attributes:
        floor: E, the loss that remains; None where a law without one was fitted.
        scale: A.
        exponent: α.
        confidence: of the intervals, such as 0.95.
        residual: standard deviation of the losses about the law.
    """

    floor: Estimate | None
    scale: Estimate
    exponent: Estimate
    confidence: float
    residual: float

    def loss(self, x: ArrayLike) -> Row:
        """Predict the loss for sizes (or data, or compute)."""
        return (self.floor.value if self.floor else 0.0) + self.scale.value * np.asarray(x, dtype=float) ** -self.exponent.value


def _checked(x: ArrayLike, loss: ArrayLike, least: int) -> tuple[Row, Row]:
    sizes, losses = np.asarray(x, dtype=float), np.asarray(loss, dtype=float)
    if sizes.shape != losses.shape or sizes.ndim != 1:
        raise ValueError(f"expected one loss for each x, both in one row, got shapes {sizes.shape} and {losses.shape}")
    if not (np.isfinite(sizes).all() and np.isfinite(losses).all() and (sizes > 0).all() and (losses > 0).all()):
        raise ValueError("expected x and loss to be finite and above 0, got some that are not")
    if len(np.unique(sizes)) < least:
        raise ValueError(f"expected at least {least} different x (more than the law has constants), got {len(np.unique(sizes))}")
    return sizes, losses


def fit_power_law(x: ArrayLike, loss: ArrayLike, *, floor: bool = True, confidence: float = 0.95) -> PowerLaw:
    r"""Fit L(x) = E + A x^-α by least squares, with confidence intervals.

    In words: a straight line on logarithmic axes bends where a loss remains that no size removes; leaving E out then makes the
    exponent too small. The intervals are the estimates ± Student's t times their standard errors, which come from the curvature of the
    squares at the best fit; α's and A's are taken on a logarithmic scale, so that they stay above 0. They hold for independent runs
    with errors of one size.

    Args:
        x: sizes, tokens or FLOPs of at least 4 different runs (3 without a floor).
        loss: their losses, nats a token.
        floor: whether a loss remains (E).
        confidence: of the intervals, between 0 and 1.

    Raises:
        ValueError: if the inputs do not fit, are too few, or the law cannot be fitted to them.

    Source: the form, Hoffmann et al. 2022, equation 2; the intervals, Seber and Wild 1989, Nonlinear Regression, section 5.1.

    >>> law = fit_power_law([1e5, 3e5, 1e6, 3e6, 1e7], [4.203, 3.610, 3.110, 2.768, 2.493])
    >>> 1.4 < law.floor.low < law.floor.value < law.floor.high < 2.0
    True
    """
    sizes, losses = _checked(x, loss, 4 if floor else 3)
    if not 0 < confidence < 1:
        raise ValueError(f"expected confidence between 0 and 1, got {confidence}")
    centre = float(np.exp(np.log(sizes).mean()))  # powers of x / centre: the constants are then nearly independent

    def law(values: Row, log_scale: float, log_exponent: float, rest: float = 0.0) -> Row:
        losses: Row = rest + np.exp(log_scale - np.exp(log_exponent) * np.log(values / centre))
        return losses

    slope = float(np.polyfit(np.log(sizes), np.log(losses), 1)[0])
    start = [float(np.log(np.ptp(losses) + 1e-9 if floor else np.median(losses))), float(np.log(max(-slope, 0.05)))]
    bounds: tuple[list[float], list[float]] = ([-np.inf, np.log(1e-3)], [np.inf, np.log(10.0)])
    if floor:
        start.append(0.8 * float(losses.min()))
        bounds = (bounds[0] + [0.0], bounds[1] + [float(losses.min())])
    best, covariance = _fit(law, sizes, losses, start, bounds)
    residual = float(np.sqrt(np.sum((law(sizes, *best) - losses) ** 2) / max(len(sizes) - len(best), 1)))
    return _described(best, covariance, centre, len(sizes), confidence, residual)


def _fit(law: Callable[..., Row], sizes: Row, losses: Row, start: list[float], bounds: tuple[list[float], list[float]]) -> tuple[Row, Row]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", OptimizeWarning)
            best, covariance = curve_fit(law, sizes, losses, p0=start, bounds=bounds, max_nfev=20_000, xtol=1e-12, ftol=1e-12)
            return best, covariance
    except (RuntimeError, OptimizeWarning) as error:
        raise ValueError("expected losses that fall with x as a power law, found none that fits: try more runs or floor=False") from error


def _described(best: Row, covariance: Row, centre: float, runs: int, confidence: float, residual: float) -> PowerLaw:
    """Turn the fitted constants, which are taken at the centre of the sizes, into those of the law as it is written."""
    reach = float(student_t.ppf((1 + confidence) / 2, max(runs - len(best), 1)))
    errors = reach * np.sqrt(np.diag(covariance))
    exponent = Estimate(*(float(np.exp(best[1] + sign * errors[1])) for sign in (0, -1, 1)))
    away = float(np.log(centre)) * exponent.value  # log A = log A_centre + α log centre: its variance has both, and their covariance
    gradient = np.array([1.0, away])
    log_scale = best[0] + away
    spread = reach * float(np.sqrt(gradient @ covariance[:2, :2] @ gradient))
    scale = Estimate(*(float(np.exp(log_scale + sign * spread)) for sign in (0, -1, 1)))
    floor = Estimate(float(best[2]), float(max(best[2] - errors[2], 0.0)), float(best[2] + errors[2])) if len(best) == 3 else None
    return PowerLaw(floor, scale, exponent, confidence, residual)
