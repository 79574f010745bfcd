"""The worked plan of an API start-up on a small model: from a measured speed, step by step, to five years."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bigmodel_edu.economics.business import Money
from bigmodel_edu.economics.plan.plan import Plan
from bigmodel_edu.economics.plan.steps import LIST_CURRENCY, Step, cost_steps, market_steps, price_steps, speed_steps
from bigmodel_edu.economics.ranges import BELOW_ONE, require
from bigmodel_edu.economics.serving import Device, Offer, cost_per_million_tokens
from bigmodel_edu.facts import Architecture, architecture, fact
from bigmodel_edu.language import _


@dataclass(frozen=True)
class WorkedPlan:
    """The steps from a measured speed to a price, and the plan that they lead to.

    Attributes:
        steps: in order.
        plan: five years on these numbers.
        market: offers that it competes with, the cheapest first.
    """

    steps: tuple[Step, ...]
    plan: Plan
    market: tuple[Offer, ...]

    def step(self, key: str) -> Step:
        """Return a step by its key.

        Raises:
            ValueError: if there is none.
        """
        for step in self.steps:
            if step.key == key:
                return step
        raise ValueError(f"expected a step among {', '.join(step.key for step in self.steps)}, got {key!r}")

    def __str__(self) -> str:
        """The steps as text, one a paragraph."""
        lines = []
        for place, step in enumerate(self.steps, start=1):
            lines += [f"{place}. {step.name}: {step.result}", f"   {step.formula} = {step.numbers}", f"   {step.source}"]
        return "\n".join(lines)


def worked_plan(
    tokens_per_second: float,
    *,
    prefill_tokens_per_second: float,
    machine_hour: Money | None = None,
    machine_source: str = "",
    model: Architecture | None = None,
    device: Device | None = None,
    utilisation: float = 0.4,
    tokens_read: float = 500,
    tokens_written: float = 200,
    margin: float = 0.7,
    market: Sequence[Offer] = (),
    name: str = "Small Model API",
) -> WorkedPlan:
    """Work out a plan from a measured speed.

    In words: the rent of an hour over the tokens of an hour is what a token costs; idle hours, payment and the wished margin turn the
    cost into a price; the market says whether anybody pays it; people and offices say how many must.

    Args:
        tokens_per_second, prefill_tokens_per_second: what one machine writes and reads, each alone: measured.
        machine_hour: its rent; by default that of a machine with two processors in the registry (m7g-large.hour).
        machine_source: where the rent is from, if it is given.
        model: whose weights are counted; by default SmolLM2 135M.
        device: compares the speed with the roofline, one request at a time and 16 bits a weight.
        utilisation: share of the time that customers keep it busy.
        tokens_read, tokens_written: of a request.
        margin: gross margin that the price shall leave, from 0 to below 1.
        market: offers to compare with, such as those of :func:`~bigmodel_edu.economics.serving.offers`.
        name: of the company.

    Raises:
        ValueError: if an input is out of its range; the message names it in words.

    >>> worked = worked_plan(tokens_per_second=40, prefill_tokens_per_second=400)
    >>> worked.step("cost-busy").result
    '0.567 USD'
    """
    require("margin", margin, BELOW_ONE)
    rent_fact = fact("m7g-large.hour")
    rent = machine_hour or Money(float(rent_fact.value))
    rent_source = (machine_source or _("given")) if machine_hour else rent_fact.reference
    if market and rent.currency != LIST_CURRENCY:
        raise ValueError(f"expected a rent in {LIST_CURRENCY}, in which list prices are, got {rent.currency}")
    used = {"utilisation": utilisation, "tokens_read": tokens_read, "tokens_written": tokens_written}
    draft = Plan.draft(name, tokens_per_second, prefill_tokens_per_second, rent, **used, input_price=0, output_price=0)
    keep = (1 - draft.payment_fee) * (1 - margin)
    read, written = (cost_per_million_tokens(rent.amount, r, utilisation) for r in (prefill_tokens_per_second, tokens_per_second))
    priced = draft.changed(input_price=read / keep, output_price=written / keep)
    fixed = draft.staff * draft.salary.amount / 12 + draft.other_costs.amount
    left = priced.service.contribution.amount - priced.marketing * priced.service.revenue.amount / (1 - priced.payment_fee)
    needed = fixed / left if left > 0 else float("inf")
    steps = [
        *speed_steps(model or architecture("smollm2-135m"), draft, device),
        *cost_steps(draft, rent_source),
        *price_steps(priced, margin, fixed, left),
        *market_steps(priced, market),
    ]
    start = needed / 2 if needed < float("inf") else draft.requests
    return WorkedPlan(tuple(steps), _with_doubts(priced.changed(requests=round(start, -3) or 1.0), rent_source), tuple(market))


def _with_doubts(plan: Plan, rent_source: str) -> Plan:
    """Add what is uncertain, and where the values are from."""
    around = {"tokens_per_second": 0.3, "machine_hour": 0.3, "requests": 0.5, "salary": 0.2}
    spread = {
        field: ((1 - share) * amount, (1 + share) * amount)
        for field, share in around.items()
        for amount in [getattr(getattr(plan, field), "amount", getattr(plan, field))]
    }
    doubts = {
        **spread,
        "utilisation": (plan.utilisation / 2, min(plan.utilisation * 1.5, 1.0)),
        "monthly_growth": (0.06, 0.14),
        "price_fall": (0.15, 0.45),
        "cost_fall": (0.05, 0.30),
    }
    measured = _("measured")
    calculated = _("cost and margin")
    sources = {
        "tokens_per_second": measured,
        "prefill_tokens_per_second": measured,
        "machine_hour": rent_source,
        "input_price": calculated,
        "output_price": calculated,
        "requests": _("half of what pays staff"),
    }
    return replace(plan, uncertainty=doubts, sources=sources)
