"""What if an assumption is wrong: one at a time (tornado), and all at once (scenarios)."""

from dataclasses import dataclass

from bigmodel_edu.economics.plan.plan import Plan
from bigmodel_edu.economics.plan.statement import Statement, project


@dataclass(frozen=True)
class Bar:
    """What one assumption does to the cash after five years, all others as planned.

    Attributes:
        field: the assumption.
        low, high: its values.
        at_low, at_high: cash after five years, in the plan's currency.
    """

    field: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def swing(self) -> float:
        """How far apart the two outcomes are."""
        return abs(self.at_high - self.at_low)


def tornado(plan: Plan) -> list[Bar]:
    """Move each uncertain assumption to its low and its high value, and sort by how much it matters.

    In words: the widest bar is the assumption to find out about first.

    Args:
        plan: with an uncertainty for one field or more.

    Raises:
        ValueError: if the plan has no uncertainty.

    >>> from bigmodel_edu.economics.business import Money
    >>> plan = Plan("Example", 40, 400, Money(0.08), uncertainty={"funding": (5e5, 2e6), "staff": (2, 4)})
    >>> [bar.field for bar in tornado(plan)]
    ['funding', 'staff']
    """
    if not plan.uncertainty:
        raise ValueError("expected a plan with an uncertainty (field: (low, high)) for one assumption or more, got none")
    bars = [
        Bar(field, low, high, *(project(plan.changed(**{field: value})).last_cash.amount for value in (low, high)))
        for field, (low, high) in plan.uncertainty.items()
    ]
    return sorted(bars, key=lambda bar: bar.swing, reverse=True)


def scenarios(plan: Plan) -> dict[str, Statement]:
    """Work out the plan as assumed, and with every uncertain assumption at its worse or its better end at once.

    In words: the two outer lines bound what the uncertainties allow; that all go wrong together is unlikely, but it is what a lender
    asks. Which end is worse is found by trying it, one assumption at a time.

    Returns:
        Statements by name: worst, planned, best.
    """
    bars = tornado(plan)
    worse = {bar.field: bar.low if bar.at_low <= bar.at_high else bar.high for bar in bars}
    better = {bar.field: bar.high if bar.at_low <= bar.at_high else bar.low for bar in bars}
    return {
        "worst": project(plan.changed(**worse)),
        "planned": project(plan),
        "best": project(plan.changed(**better)),
    }
