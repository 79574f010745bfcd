"""The worked plan of an API start-up on a small model: each step with its formula, its numbers and its source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bigmodel_edu.economics.business import Money
from bigmodel_edu.economics.plan.plan import Plan
from bigmodel_edu.economics.ranges import BELOW_ONE, require
from bigmodel_edu.economics.serving import Device, Offer, cost_per_million_tokens, decode_step
from bigmodel_edu.economics.serving.cost import MILLION, SECONDS_AN_HOUR
from bigmodel_edu.economics.sizes import parameters
from bigmodel_edu.facts import Architecture, architecture, fact
from bigmodel_edu.facts.number import number
from bigmodel_edu.language import _

LIST_CURRENCY = "USD"


@dataclass(frozen=True)
class Step:
    """One step of a calculation.

    Attributes:
        key: by which code finds it.
        name: what it gives.
        formula: in letters.
        numbers: the same with numbers in place of the letters.
        value: the result.
        unit: of the result.
        source: of the formula or of the number.
    """

    key: str
    name: str
    formula: str
    numbers: str
    value: float
    unit: str
    source: str

    @property
    def result(self) -> str:
        """The result with its unit."""
        return f"{short(self.value)} {self.unit}"


def short(value: float) -> str:
    """Write a number with three or four digits that count: 134,515,008 · 6.25 · 0.000227.

    >>> short(134515008), short(6.2512), short(0.00022667), short(1234.5)
    ('134,515,008', '6.25', '0.000227', '1,234')
    """
    if value != value or value in (float("inf"), float("-inf")):
        return "∞"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return number(float(f"{value:.3g}")) if abs(value) < 1e-4 and value else f"{float(f'{value:.3g}'):,.10g}"


def percent(share: float) -> str:
    """Write a share in %.

    >>> percent(0.4), percent(0.125)
    ('40 %', '12.5 %')
    """
    return f"{share * 100:.3g} %"


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
        raise ValueError(
            _("expected a rent in {list}, in which list prices are, got {code}").format(list=LIST_CURRENCY, code=rent.currency)
        )
    used = {"utilisation": utilisation, "tokens_read": tokens_read, "tokens_written": tokens_written}
    draft = Plan.draft(name, tokens_per_second, prefill_tokens_per_second, rent, **used, input_price=0, output_price=0)
    keep = (1 - draft.payment_fee) * (1 - margin)
    read, written = (cost_per_million_tokens(rent.amount, r, utilisation) for r in (prefill_tokens_per_second, tokens_per_second))
    priced = draft.changed(input_price=read / keep, output_price=written / keep)
    fixed = draft.staff * draft.salary.amount / 12 + draft.other_costs.amount
    left = priced.service.contribution.amount - priced.marketing * priced.service.revenue.amount / (1 - priced.payment_fee)
    needed = fixed / left if left > 0 else float("inf")
    steps = [
        *_speed_steps(model or architecture("smollm2-135m"), draft, device),
        *_cost_steps(draft, rent_source),
        *_price_steps(priced, margin, fixed, left),
        *_market_steps(priced, market),
    ]
    start = needed / 2 if needed < float("inf") else draft.requests
    return WorkedPlan(tuple(steps), _with_doubts(priced.changed(requests=round(start, -3) or 1.0), rent_source), tuple(market))


def _speed_steps(model: Architecture, plan: Plan, device: Device | None) -> list[Step]:
    weights, speed = parameters(model), plan.tokens_per_second
    steps = [
        Step("weights", _("Weights of the model"), "N", model.title, weights, _("weights"), model.source.citation),
        Step(
            "operations",
            _("Operations for each token"),
            "2 N",
            f"2 × {weights:,}",
            2 * weights,
            "FLOPs",
            _("Kaplan et al. 2020, section 2.1"),
        ),
        Step("speed", _("Speed of one machine, measured"), "R", short(speed), speed, _("tokens/s"), _("measured")),
    ]
    if device is not None:
        roof = 1 / decode_step(model, device, 1, plan.tokens_read + plan.tokens_written / 2).seconds
        shown = f"1 / max({device.peak_flops:.3g} FLOP/s, {device.bandwidth:.3g} B/s)"
        source = _("Williams et al. 2009, Roofline")
        steps.append(Step("roof", _("Speed that the hardware allows for one request"), "1 / t", shown, roof, _("tokens/s"), source))
    return steps


def _cost_steps(plan: Plan, rent_source: str) -> list[Step]:
    rent, speed, code = plan.machine_hour.amount, plan.tokens_per_second, plan.currency
    busy, real = (cost_per_million_tokens(rent, speed, u) for u in (1.0, plan.utilisation))
    reading = cost_per_million_tokens(rent, plan.prefill_tokens_per_second, plan.utilisation)
    request = (plan.tokens_read * reading + plan.tokens_written * real) / MILLION
    per_hour = f"{short(rent)} / ({SECONDS_AN_HOUR:,} × {short(speed)})"
    formula = "p / (3,600 R) × 10⁶"
    mix = f"({short(plan.tokens_read)} × {short(reading)} + {short(plan.tokens_written)} × {short(real)}) / 10⁶"
    return [
        Step("rent", _("Rent of one machine"), "p", short(rent), rent, f"{code}/h", rent_source),
        Step("cost-busy", _("Cost of a million tokens written, always busy"), formula, f"{per_hour} × 10⁶", busy, code, _("arithmetic")),
        Step(
            "cost",
            _("Cost of a million tokens written, with idle time"),
            "p / (3,600 R u) × 10⁶",
            f"{short(busy)} / {plan.utilisation:g}",
            real,
            code,
            _("assumed: busy {share} of the time").format(share=percent(plan.utilisation)),
        ),
        Step(
            "cost-reading",
            _("Cost of a million tokens read, with idle time"),
            "p / (3,600 R′ u) × 10⁶",
            f"{short(rent)} / ({SECONDS_AN_HOUR:,} × {short(plan.prefill_tokens_per_second)} × {plan.utilisation:g}) × 10⁶",
            reading,
            code,
            _("measured speed of reading"),
        ),
        Step("cost-request", _("Cost of a request"), "(T k′ + T′ k) / 10⁶", mix, request, code, _("assumed tokens of a request")),
    ]


def _price_steps(plan: Plan, margin: float, fixed: float, left: float) -> list[Step]:
    code, service = plan.currency, plan.service
    cost = cost_per_million_tokens(plan.machine_hour.amount, plan.tokens_per_second, plan.utilisation)
    fee = 1 - plan.payment_fee
    return [
        Step(
            "break-even-price",
            _("Break-even price of a million tokens written"),
            "k / (1 − f)",
            f"{short(cost)} / {fee:g}",
            cost / fee,
            code,
            _("assumed: payment takes {share}").format(share=percent(plan.payment_fee)),
        ),
        Step(
            "price",
            _("Price that leaves the margin"),
            "k / ((1 − f)(1 − m))",
            f"{short(cost / fee)} / {1 - margin:g}",
            plan.output_price.amount,
            code,
            _("wished: a gross margin of {share}").format(share=percent(margin)),
        ),
        Step(
            "break-even-utilisation",
            _("Utilisation at which that price pays the rent"),
            "u (1 − m)",
            f"{plan.utilisation:g} × {1 - margin:g}",
            service.break_even_utilisation * 100,
            "%",
            _("arithmetic"),
        ),
        Step(
            "requests",
            _("Requests a month that pay people and offices"),
            "F / (c − s r)",
            f"{short(fixed)} / {short(left)}",
            fixed / left if left > 0 else float("inf"),
            _("requests"),
            _("assumed: {staff} people, and {share} of revenue for sales").format(staff=plan.staff, share=percent(plan.marketing)),
        ),
    ]


def _market_steps(plan: Plan, market: Sequence[Offer]) -> list[Step]:
    if not market:
        return []
    cheapest = min(market, key=lambda offer: offer.output)
    day = _("price list; no date stated") if cheapest.since is None else _("price list, since {day}").format(day=cheapest.since)
    where = f"{cheapest.provider}, {cheapest.model}"
    rent, price = plan.machine_hour.amount, cheapest.output * (1 - plan.payment_fee)
    speed = rent / SECONDS_AN_HOUR / plan.utilisation / price * MILLION
    busy = f"{short(rent)} / (3,600 × {plan.utilisation:g} × {short(price)}) × 10⁶"
    return [
        Step(
            "market-price", _("Cheapest comparable list price of a million tokens written"), "q", where, cheapest.output, LIST_CURRENCY, day
        ),
        Step(
            "market-speed",
            _("Speed at which that price would pay the rent"),
            "p / (3,600 u q (1 − f)) × 10⁶",
            busy,
            speed,
            _("tokens/s"),
            _("arithmetic"),
        ),
        Step(
            "market-times",
            _("Times faster than measured"),
            "R* / R",
            f"{short(speed)} / {short(plan.tokens_per_second)}",
            speed / plan.tokens_per_second,
            _("times"),
            _("batches, fewer bits and better hardware are the levers"),
        ),
    ]


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
