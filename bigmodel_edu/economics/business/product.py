"""Selling a product by subscription: cohorts that shrink, what a customer is worth and what it costs to win."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bigmodel_edu.economics.business.money import Money, require_one_currency
from bigmodel_edu.economics.business.value import payback_months
from bigmodel_edu.economics.ranges import BELOW_ONE, COUNT, GROWTH, NOT_NEGATIVE, PART, POSITIVE, SHARE, require
from bigmodel_edu.facts import fact


def lifetime_value(monthly_revenue: float, margin: float, churn: float, *, discount: float = 0.0) -> float:
    r"""What a customer leaves over its lifetime, in the currency of the revenue.

    .. math:: \text{LTV} = m \sum_{t=0}^{\infty} \left(\frac{1 - c}{1 + r}\right)^t = \frac{m\,(1 + r)}{r + c}

    In words: the month's margin m, times the months that a customer stays on average; without discounting that is 1 / churn. A churn
    of 5 % a month means 20 months, not 0.05 and not 95.

    Args:
        monthly_revenue: that one customer pays each month.
        margin: share of it that is left after costs, from 0 to 1.
        churn: c, share of customers that leaves each month, above 0.
        discount: r, a month.

    Source: Gupta and Lehmann 2003, Customers as Assets, with payment at the beginning of each month.

    >>> round(lifetime_value(monthly_revenue=20, margin=0.75, churn=0.05), 2)
    300.0
    """
    left = require("monthly_revenue", monthly_revenue, NOT_NEGATIVE) * require("margin", margin, SHARE)
    rate = require("discount", discount, NOT_NEGATIVE)
    return left * (1 + rate) / (rate + require("churn", churn, PART))


def ltv_to_cac(monthly_revenue: float, margin: float, churn: float, cost_of_acquisition: float) -> float:
    """What a customer leaves over its lifetime, for each unit of money spent on winning it: LTV / CAC.

    In words: below 1 each new customer loses money; a rule of thumb asks for 3 or more.

    Args:
        monthly_revenue, margin, churn: as for :func:`lifetime_value`.
        cost_of_acquisition: of one customer, above 0.

    Source: Skok 2013, SaaS Metrics 2.0.

    >>> round(ltv_to_cac(monthly_revenue=20, margin=0.75, churn=0.05, cost_of_acquisition=100), 2)
    3.0
    """
    return lifetime_value(monthly_revenue, margin, churn) / require("cost_of_acquisition", cost_of_acquisition, POSITIVE)


@dataclass(frozen=True)
class Subscription:
    """A product by subscription.

    Attributes:
        monthly_price: that a customer pays.
        monthly_cost: of serving one customer.
        churn: share of customers that leaves each month, above 0.
        cost_of_acquisition: of one customer.

    >>> product = Subscription(Money(20), Money(5), churn=0.05, cost_of_acquisition=Money(100))
    >>> round(product.ltv_to_cac, 2), round(product.payback_months, 1), product.healthy
    (3.0, 7.9, True)
    """

    monthly_price: Money
    monthly_cost: Money
    churn: float
    cost_of_acquisition: Money

    def __post_init__(self) -> None:
        named = {field: getattr(self, field) for field in ("monthly_price", "monthly_cost", "cost_of_acquisition")}
        require_one_currency(**named)
        require("monthly_price", self.monthly_price.amount, POSITIVE)
        require("monthly_cost", self.monthly_cost.amount, NOT_NEGATIVE)
        require("churn", self.churn, PART)
        require("cost_of_acquisition", self.cost_of_acquisition.amount, POSITIVE)

    @property
    def monthly_margin(self) -> Money:
        """What one customer leaves in a month; negative when it costs more than it pays."""
        return self.monthly_price - self.monthly_cost

    @property
    def lifetime_value(self) -> Money:
        """What one customer leaves over its lifetime: monthly margin / churn."""
        return self.monthly_margin * (1 / self.churn)

    @property
    def ltv_to_cac(self) -> float:
        """What one customer leaves for each unit of money spent on winning it."""
        return self.lifetime_value.amount / self.cost_of_acquisition.amount

    @property
    def payback_months(self) -> float:
        """Months until a customer has paid back what it cost to win; infinite where it never does."""
        if self.monthly_margin.amount <= 0:
            return float("inf")
        churn = min(self.churn, 1 - 1e-12)
        return payback_months(self.cost_of_acquisition.amount, self.monthly_margin.amount, churn)

    @property
    def healthy(self) -> bool:
        """Whether it meets both rules of thumb (Skok 2013): LTV / CAC of 3 or more, payback within 12 months."""
        ratio, months = fact("saas.ltv-to-cac").value, fact("saas.payback-months").value
        return self.ltv_to_cac >= ratio * (1 - 1e-9) and self.payback_months <= months


@dataclass(frozen=True)
class CohortTable:
    """Customers by the month in which they came and the month that is counted.

    Attributes:
        active: (cohorts, months); row i counts those of month i who are still there at the end of each month.
        lost: (cohorts, months); those of month i who left in each month.
    """

    active: NDArray[np.float64]
    lost: NDArray[np.float64]

    @property
    def customers(self) -> NDArray[np.float64]:
        """(months,) customers at the end of each month."""
        total: NDArray[np.float64] = self.active.sum(axis=0)
        return total

    @property
    def retention(self) -> NDArray[np.float64]:
        """(cohorts, months) share of each cohort that is still there, by months since it came; NaN after the last month counted."""
        count = len(self.active)
        share = np.full((count, count), np.nan)
        for start in range(count):
            share[start, : count - start] = self.active[start, start:] / self.active[start, start]
        return share


def cohort_table(joined: Sequence[float], churn: Sequence[float] | float, *, generator: np.random.Generator | None = None) -> CohortTable:
    """Follow cohorts of customers month by month.

    In words: those who come in a month are counted at its end; in each later month a share leaves, which may depend on how long they
    have been there. All who ever came are still there or have left.

    Args:
        joined: new customers of each month, each above 0.
        churn: share that leaves each month: one number, or one for each month since joining (the last holds from there on).
        generator: draws whole customers who leave one by one (binomial); without one, expected numbers.

    Raises:
        ValueError: if there is no cohort or an empty one, or a share is out of its range.

    >>> cohort_table([100, 50], churn=0.1).active
    array([[100.,  90.],
           [  0.,  50.]])
    """
    if len(joined) == 0:
        raise ValueError("expected joined to name new customers of one month or more, got no month")
    for month, count in enumerate(joined):
        require(f"joined in month {month}: a cohort", count, COUNT if generator else POSITIVE)
    by_age = [churn] if isinstance(churn, int | float) else list(churn)
    if not by_age:
        raise ValueError("expected churn to be a share, or one for each month since joining, got none")
    for age, share in enumerate(by_age, start=1):
        require(f"churn in month {age}", share, SHARE)
    months = len(joined)
    active, lost = np.zeros((months, months)), np.zeros((months, months))
    for start, count in enumerate(joined):
        active[start, start] = count
        for month in range(start + 1, months):
            before, share = active[start, month - 1], by_age[min(month - start, len(by_age)) - 1]
            lost[start, month] = generator.binomial(int(before), share) if generator else before * share
            active[start, month] = before - lost[start, month]
    return CohortTable(active, lost)


def subscription_cash(product: Subscription, joined: Sequence[float], *, growth: float = 0.0) -> NDArray[np.float64]:
    """Cash of each month: margins of all customers, less what the month's new ones cost to win.

    In words: growth costs cash first; the faster it is, the deeper the trough, even where every customer pays in the end.

    Args:
        product: its prices and churn.
        joined: new customers of each month.
        growth: yearly change of prices and costs alike.

    Returns:
        (months,) in the product's currency.

    >>> product = Subscription(Money(20), Money(5), churn=0.05, cost_of_acquisition=Money(100))
    >>> subscription_cash(product, [10, 10, 10]).round(1).tolist()
    [-850.0, -707.5, -572.1]
    """
    require("growth", growth, GROWTH)
    require("churn", product.churn, BELOW_ONE)
    customers = cohort_table(joined, product.churn).customers
    level = (1 + growth) ** (np.arange(len(joined)) / 12)
    return level * (customers * product.monthly_margin.amount - np.asarray(joined, dtype=float) * product.cost_of_acquisition.amount)
