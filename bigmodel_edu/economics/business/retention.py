"""How many customers stay: published cohorts, and a model in which customers differ."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize

from bigmodel_edu.economics.ranges import COUNT, POSITIVE, require
from bigmodel_edu.facts import fact

SEGMENTS = ("high-end", "regular")
YEARS = 12


def published_retention(segment: str) -> NDArray[np.float64]:
    """Return a published cohort of subscribers: the share that is still there after 0, 1, …, 12 years.

    Args:
        segment: ``high-end`` or ``regular``.

    Returns:
        (13,), beginning with 1.

    Raises:
        ValueError: if there is no such segment.

    Source: Fader and Hardie 2007, Table 1; the company is not named.

    >>> published_retention("regular")[:3].round(3).tolist()
    [1.0, 0.631, 0.468]
    """
    if segment not in SEGMENTS:
        raise ValueError(f"expected a segment among {', '.join(SEGMENTS)}, got {segment!r}")
    return np.array([100.0, *(fact(f"retention.{segment}.year-{year}").value for year in range(1, YEARS + 1))]) / 100


def constant_churn(shares: ArrayLike) -> float:
    r"""The one churn that fits a cohort best, :math:`c = \text{left} / \sum_t S_t`: those who left over those who could have.

    Args:
        shares: (T + 1,) share that is still there after 0, 1, …, T periods, beginning with 1.

    >>> round(constant_churn([1.0, 0.9, 0.81]), 6)
    0.1
    """
    row = np.asarray(shares, dtype=float)
    return float((row[0] - row[-1]) / row[:-1].sum())


@dataclass(frozen=True)
class ShiftedBetaGeometric:
    r"""Customers who each have a churn of their own, which follows a beta distribution over the customers.

    .. math:: S_t = S_{t-1}\, \frac{\beta + t - 1}{\alpha + \beta + t - 1}

    In words: those with a high churn leave first, so those who are left have a lower one, and the churn that is seen falls year by
    year although nobody's own churn ever changes.

    Attributes:
        alpha, beta: of the distribution; its mean α / (α + β) is the churn of the first period.

    Source: Fader and Hardie 2007, equations 4 to 7.

    >>> ShiftedBetaGeometric(1.0, 1.0).survival(3).round(3).tolist()
    [1.0, 0.5, 0.333, 0.25]
    """

    alpha: float
    beta: float

    def __post_init__(self) -> None:
        require("alpha", self.alpha, POSITIVE)
        require("beta", self.beta, POSITIVE)

    def survival(self, periods: int) -> NDArray[np.float64]:
        """(periods + 1,) share that is still there after 0, 1, … periods."""
        t = np.arange(1, int(require("periods", periods, COUNT)) + 1)
        return np.concatenate([[1.0], np.cumprod((self.beta + t - 1) / (self.alpha + self.beta + t - 1))])

    @classmethod
    def fit(cls, shares: ArrayLike) -> "ShiftedBetaGeometric":
        """Return the most likely distribution for a cohort.

        Args:
            shares: (T + 1,) share that is still there after 0, 1, …, T periods, falling, beginning with 1.

        >>> fitted = ShiftedBetaGeometric.fit(published_retention("regular")[:8])
        >>> round(fitted.alpha, 2), round(fitted.beta, 2)
        (0.7, 1.18)
        """
        row = np.asarray(shares, dtype=float)
        left = -np.diff(row)

        def surprise(logarithms: NDArray[np.float64]) -> float:
            survival = cls(*np.exp(logarithms)).survival(len(left))
            return float(-(left @ np.log(-np.diff(survival))) - row[-1] * np.log(survival[-1]))

        found = minimize(surprise, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-10})
        return cls(*(float(each) for each in np.exp(found.x)))
