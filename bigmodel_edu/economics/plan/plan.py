"""One object that holds all that a plan assumes, checked when it is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from types import MappingProxyType
from typing import Any

from bigmodel_edu.economics.business import ApiService, Money
from bigmodel_edu.economics.plan.assumptions import MONEY, allowed, labels, problems
from bigmodel_edu.language import _, plural


@dataclass(frozen=True)
class Plan:
    """What a company that sells tokens by API assumes.

    Attributes:
        name: of the company.
        tokens_per_second, prefill_tokens_per_second: that one machine writes and reads when it does nothing else: measured.
        machine_hour: its rent.
        utilisation: share of the time that customers keep machines busy.
        tokens_read, tokens_written: of a request.
        input_price, output_price: of a million tokens.
        requests: in the first month.
        monthly_growth: of requests at first, a share; growth_fading: part of it that is lost each year.
        price_fall, cost_fall: share by which prices and rents fall each year.
        payment_fee, marketing: shares of revenue.
        staff, hires: people in the first year, and who join each later year.
        salary: full cost of one person, a year.
        other_costs: a month.
        funding: money raised at the start.
        uncertainty: field to its low and high value, for scenarios and the tornado chart; amounts in the plan's currency.
        sources: field to where its value is from; what has none is an assumption, and is shown as one.

    Raises:
        ValueError: listing every assumption that is out of its range, in words.

    >>> Plan("Example", tokens_per_second=0, prefill_tokens_per_second=400, machine_hour=Money(1), utilisation=1.1)
    Traceback (most recent call last):
    ValueError: 2 assumptions of the plan are out of range:
    - expected “Tokens that one machine writes, a second” (tokens_per_second) to be a number above 0, got 0
    - expected “Share of the time that machines are busy” (utilisation) to be a share above 0, at most 1 (100 %), got 1.1 (110 %)
    """

    name: str
    tokens_per_second: float
    prefill_tokens_per_second: float
    machine_hour: Money
    utilisation: float = 0.4
    tokens_read: float = 500
    tokens_written: float = 200
    input_price: Money = field(default_factory=partial(Money, 0.10))
    output_price: Money = field(default_factory=partial(Money, 0.40))
    requests: float = 1_000_000
    monthly_growth: float = 0.10
    growth_fading: float = 0.4
    price_fall: float = 0.3
    cost_fall: float = 0.2
    payment_fee: float = 0.03
    marketing: float = 0.15
    staff: int = 3
    hires: int = 2
    salary: Money = field(default_factory=partial(Money, 90_000))
    other_costs: Money = field(default_factory=partial(Money, 4_000))
    funding: Money = field(default_factory=partial(Money, 1_000_000))
    uncertainty: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("expected the plan to have a name, got an empty text")
        found = problems(self.values)
        for key, ends in self.uncertainty.items():
            found += self._doubtful(key, *ends)
        if found:
            head = plural(
                "{count} assumption of the plan is out of range:", "{count} assumptions of the plan are out of range:", len(found)
            )
            raise ValueError("\n- ".join([head.format(count=len(found)), *found]))
        object.__setattr__(self, "uncertainty", MappingProxyType(dict(self.uncertainty)))
        object.__setattr__(self, "sources", MappingProxyType(dict(self.sources)))

    def _doubtful(self, key: str, low: float, high: float) -> list[str]:
        """Say what is wrong with the low and the high value of an assumption."""
        if key not in self.values:
            return [_("expected uncertainty to name assumptions, got {key!r}").format(key=key)]
        found = problems({key: self._as_field(key, low)}) + problems({key: self._as_field(key, high)})
        value = getattr(self.values[key], "amount", self.values[key])
        if not found and not low <= value <= high:
            message = _("expected the low and high value of “{name}” ({key}) on both sides of {value:g}, got {low:g} and {high:g}")
            found.append(message.format(name=labels()[key], key=key, value=value, low=low, high=high))
        return found

    def _as_field(self, key: str, value: float) -> Any:
        return Money(value, self.currency) if key in MONEY else value

    @property
    def values(self) -> dict[str, Any]:
        """Every assumption by field."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name in labels()}

    @property
    def currency(self) -> str:
        """The plan's one currency."""
        return self.funding.currency

    def changed(self, **values: float) -> "Plan":
        """Return the plan with other values; amounts of money as plain numbers in its currency.

        A value outside its low and high takes these with it, in proportion: the doubt stays as large as it was, or ends where the
        assumption's range does.

        >>> plan = Plan("Example", 40, 400, Money(0.08), uncertainty={"tokens_per_second": (30, 60)})
        >>> other = plan.changed(machine_hour=0.12, tokens_per_second=80)
        >>> other.machine_hour, other.uncertainty["tokens_per_second"]
        (Money(amount=0.12, currency='USD'), (60.0, 120.0))
        """
        doubts = dict(self.uncertainty)
        for key, value in values.items():
            low, high = doubts.get(key, (value, value))
            before = getattr(self.values[key], "amount", self.values[key]) if key in self.values else 0
            if not low <= value <= high and before:
                low, high = (end * value / before for end in (low, high))
                doubts[key] = (low if low in allowed(key) else value, high if high in allowed(key) else value)
        return replace(self, uncertainty=doubts, **{key: self._as_field(key, value) for key, value in values.items()})

    @classmethod
    def draft(cls, name: str, tokens_per_second: float, prefill_tokens_per_second: float, machine_hour: Money, **values: float) -> "Plan":
        """Make a plan in the currency of the rent: other amounts as plain numbers, by default the same numbers as in US dollars.

        >>> Plan.draft("Beispiel", 40, 400, Money(0.08, "EUR")).salary
        Money(amount=90000, currency='EUR')
        """
        usual = {each.name: each.default_factory().amount for each in fields(cls) if isinstance(each.default_factory, partial)}
        typed: dict[str, Any] = {**usual, **values}
        typed = {key: Money(value, machine_hour.currency) if key in MONEY else value for key, value in typed.items()}
        return cls(name, tokens_per_second, prefill_tokens_per_second, machine_hour, **typed)

    @property
    def service(self) -> ApiService:
        """The plan's first month as an API service: margin and break-even of one request."""
        return ApiService(
            self.input_price,
            self.output_price,
            self.tokens_read,
            self.tokens_written,
            self.prefill_tokens_per_second,
            self.tokens_per_second,
            self.machine_hour,
            self.utilisation,
            self.payment_fee,
        )
