"""A plan worked out month by month for five years, and summed up by year: what comes in, what goes out, what is left."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bigmodel_edu.economics.business.money import Money
from bigmodel_edu.economics.plan.plan import Plan
from bigmodel_edu.economics.serving.cost import MILLION, SECONDS_AN_HOUR

YEARS = 5
HOURS_A_MONTH = 730
"""24 × 365 / 12."""

COSTS = ("machines", "payment", "marketing", "people", "other")


@dataclass(frozen=True)
class Year:
    """One year of a statement; amounts in the statement's currency.

    Attributes:
        year: 1 is the first.
        requests: answered.
        machines: rented at its end.
        revenue: from customers.
        costs: by kind: machines, payment, marketing, people, other.
        cash: at its end.
    """

    year: int
    requests: float
    machines: int
    revenue: float
    costs: dict[str, float]
    cash: float

    @property
    def gross_profit(self) -> float:
        """Revenue less machines and payment."""
        return self.revenue - self.costs["machines"] - self.costs["payment"]

    @property
    def profit(self) -> float:
        """Revenue less all costs, before interest and tax."""
        return self.revenue - sum(self.costs.values())


@dataclass(frozen=True)
class Statement:
    """Five years of a plan.

    Attributes:
        plan: what was assumed.
        requests, machines, revenue, cash: (60,) by month; cash at its end.
        costs: by kind, (60,) each.
    """

    plan: Plan
    requests: NDArray[np.float64]
    machines: NDArray[np.int64]
    revenue: NDArray[np.float64]
    costs: dict[str, NDArray[np.float64]]
    cash: NDArray[np.float64]

    @property
    def profit(self) -> NDArray[np.float64]:
        """(60,) revenue less all costs of each month."""
        return self.revenue - sum(self.costs.values())

    @property
    def years(self) -> tuple[Year, ...]:
        """The same, summed up by year."""
        parts = [slice(12 * year, 12 * year + 12) for year in range(YEARS)]
        return tuple(
            Year(
                number,
                float(self.requests[part].sum()),
                int(self.machines[part][-1]),
                float(self.revenue[part].sum()),
                {kind: float(cost[part].sum()) for kind, cost in self.costs.items()},
                float(self.cash[part][-1]),
            )
            for number, part in enumerate(parts, start=1)
        )

    @property
    def break_even_month(self) -> int | None:
        """The first month, counted from 1, from which no later month makes a loss; None if the last one does."""
        losses = np.flatnonzero(self.profit < 0)
        if len(losses) == 0:
            return 1
        return None if losses[-1] == len(self.profit) - 1 else int(losses[-1]) + 2

    @property
    def lowest_cash(self) -> Money:
        """The least cash at the end of any month; below zero, so much more money is needed."""
        return Money(float(self.cash.min()), self.plan.currency)

    @property
    def last_cash(self) -> Money:
        """Cash after five years, no further money raised."""
        return Money(float(self.cash[-1]), self.plan.currency)

    @property
    def empty_month(self) -> int | None:
        """The first month, counted from 1, at whose end cash is below zero; None if it never is."""
        below = np.flatnonzero(self.cash < 0)
        return int(below[0]) + 1 if len(below) else None


def project(plan: Plan) -> Statement:
    r"""Work out a plan for 60 months.

    .. math:: \text{cash}_m = \text{funding} + \sum_{i \le m} (\text{revenue}_i - \text{costs}_i)

    In words: requests grow, a little slower each month; each takes its tokens over the measured speeds of a machine's time, so demand
    and utilisation give whole machines; prices and rents fall by their yearly shares; people join at the beginning of each year. Cash is
    what was raised, plus all that came in, less all that went out.

    >>> statement = project(Plan("Example", 40, 400, Money(0.08)))
    >>> bool(np.isclose(statement.cash[-1], 1_000_000 + statement.profit.sum()))
    True
    """
    month = np.arange(12 * YEARS)
    part_of_year, year = month / 12, month // 12
    growth = 1 + plan.monthly_growth * (1 - plan.growth_fading) ** part_of_year
    requests = plan.requests * np.concatenate([[1.0], np.cumprod(growth[:-1])])
    seconds = plan.tokens_read / plan.prefill_tokens_per_second + plan.tokens_written / plan.tokens_per_second
    busy = requests * seconds / (HOURS_A_MONTH * SECONDS_AN_HOUR * plan.utilisation)
    machines = np.maximum(np.ceil(busy * (1 - 1e-12)), 1).astype(np.int64)
    price = (plan.tokens_read * plan.input_price.amount + plan.tokens_written * plan.output_price.amount) / MILLION
    revenue = requests * price * (1 - plan.price_fall) ** part_of_year
    costs = {
        "machines": machines * HOURS_A_MONTH * plan.machine_hour.amount * (1 - plan.cost_fall) ** part_of_year,
        "payment": plan.payment_fee * revenue,
        "marketing": plan.marketing * revenue,
        "people": (plan.staff + plan.hires * year) * plan.salary.amount / 12,
        "other": np.full(len(month), float(plan.other_costs.amount)),
    }
    cash = plan.funding.amount + np.cumsum(revenue - sum(costs.values()))
    return Statement(plan, requests, machines, revenue, costs, cash)
