"""The steps of a worked plan: each with its formula, its numbers and its source."""

from collections.abc import Sequence
from dataclasses import dataclass

from bigmodel_edu.economics.plan.plan import Plan
from bigmodel_edu.economics.serving import Device, Offer, cost_per_million_tokens, decode_step
from bigmodel_edu.economics.serving.cost import MILLION, SECONDS_AN_HOUR
from bigmodel_edu.economics.sizes import parameters
from bigmodel_edu.facts import Architecture
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


def speed_steps(model: Architecture, plan: Plan, device: Device | None) -> list[Step]:
    """Work out what a token takes, and how fast one machine is."""
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


def cost_steps(plan: Plan, rent_source: str) -> list[Step]:
    """Work out what a million tokens and a request cost."""
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


def price_steps(plan: Plan, margin: float, fixed: float, left: float) -> list[Step]:
    """Work out which price leaves the margin, and how many requests pay for everything."""
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


def market_steps(plan: Plan, market: Sequence[Offer]) -> list[Step]:
    """Compare with the cheapest offer of the market; no step without one."""
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
