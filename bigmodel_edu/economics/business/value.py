"""Money over time: present value, internal rate of return, payback."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

from bigmodel_edu.economics.ranges import GROWTH, NOT_NEGATIVE, POSITIVE, require

LOWEST_RATE = -0.99
HIGHEST_RATE = 1e6


def _row(flows: ArrayLike) -> NDArray[np.float64]:
    row = np.asarray(flows, dtype=float)
    if row.ndim != 1 or len(row) == 0:
        raise ValueError(f"expected flows to be a row of one amount or more, got shape {row.shape}")
    if not np.isfinite(row).all():
        raise ValueError("expected every flow to be finite, got some that are not")
    return row


def npv(rate: float, flows: ArrayLike) -> float:
    r"""Net present value: what a row of yearly amounts is worth today.

    .. math:: \sum_{t=0}^{n} \frac{F_t}{(1 + r)^t}

    In words: the first amount is today's and counts in full; each later one is divided once more by one plus the rate.

    Args:
        rate: r, a year, above −1.
        flows: F, today's first; paid out negative, received positive.

    Returns:
        In the currency of the flows.

    >>> round(npv(0.10, [-100, 60, 60]), 2)
    4.13
    """
    row = _row(flows)
    return float(row @ (1 + require("rate", rate, GROWTH)) ** -np.arange(len(row), dtype=float))


def irr(flows: ArrayLike) -> float:
    """Internal rate of return: the yearly rate at which the present value is zero.

    In words: the interest that a bank account would have had to pay to give the same. Flows that change their sign once have one such
    rate; others may have several, and then it says nothing: that is an error here.

    Args:
        flows: yearly, today's first; at least one negative and one positive.

    Raises:
        ValueError: if no rate, or more than one sign change, exists.

    >>> round(irr([-100, 60, 60]), 4)
    0.1307
    """
    row = _row(flows)
    signs = np.sign(row[row != 0])
    changes = int((signs[1:] != signs[:-1]).sum())
    if changes != 1:
        raise ValueError(f"expected flows that change their sign once (pay first, receive later), got {changes} changes in {row.tolist()}")
    size = float(np.abs(row).max())

    def value(rate: float) -> float:
        return npv(rate, row / size)

    if value(LOWEST_RATE) * value(HIGHEST_RATE) > 0:
        raise ValueError(f"expected a rate between {LOWEST_RATE:.0%} and {HIGHEST_RATE:.0%}, found none for {row.tolist()}")
    return float(brentq(value, LOWEST_RATE, HIGHEST_RATE, xtol=1e-12, rtol=1e-12))


def portfolio_irr(flows: Sequence[ArrayLike]) -> float:
    """Internal rate of return of several investments together: that of their sum, year by year.

    In words: add the money first, then ask for the rate. The mean of the single rates is not the portfolio's: it forgets how much was
    put in where, and a lost investment has no rate at all.

    Args:
        flows: a row of yearly amounts for each investment; shorter rows end earlier.

    >>> round(portfolio_irr([[-100, 0, 0], [-100, 0, 400]]), 4)
    0.4142
    """
    rows = [_row(row) for row in flows]
    if not rows:
        raise ValueError("expected one investment or more, got none")
    total = np.zeros(max(len(row) for row in rows))
    for row in rows:
        total[: len(row)] += row
    return irr(total)


def payback_months(cost: float, monthly_margin: float, churn: float = 0.0) -> float:
    r"""Months until a customer has paid back what it cost to win.

    .. math:: n \text{ with } \sum_{t=0}^{n-1} m (1 - c)^t = K

    In words: without churn, cost over margin; with churn, some leave before they have paid, so it takes longer, and from
    K ≥ m / c on for ever.

    Args:
        cost: K, of winning one customer.
        monthly_margin: m, that one customer leaves each month, above 0.
        churn: c, share that leaves each month, from 0 to below 1.

    Returns:
        Months, infinity where it is never paid back.

    >>> payback_months(120, 10), round(payback_months(120, 10, churn=0.05), 1), payback_months(120, 5, churn=0.05)
    (12.0, 17.9, inf)
    """
    k, m = require("cost", cost, NOT_NEGATIVE), require("monthly_margin", monthly_margin, POSITIVE)
    if not 0 <= churn < 1:
        raise ValueError(f"expected churn to be a share from 0 to below 1 (100 %), got {churn} ({churn:.4%})".replace("%)", " %)"))
    if churn == 0:
        return k / m
    rest = 1 - k * churn / m
    return float(np.log(rest) / np.log1p(-churn)) if rest > 0 else float("inf")
