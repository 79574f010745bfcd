"""Selling tokens by API: what a million tokens bring and cost, and what happens when prices fall."""

import math
from dataclasses import dataclass, replace

from bigmodel_edu.economics.business.money import Money, require_one_currency
from bigmodel_edu.economics.ranges import BELOW_ONE, COUNT, NOT_NEGATIVE, PART, POSITIVE, require
from bigmodel_edu.economics.serving.cost import MILLION, SECONDS_AN_HOUR


def gross_margin(revenue: float, cost: float) -> float:
    """Share of revenue that is left after the cost of what was sold: (revenue − cost) / revenue.

    In words: of each unit of money that comes in, what pays for people, rent and profit; negative when sold below cost. The cost is
    that of serving; training and salaries are not in it.

    >>> gross_margin(revenue=200, cost=50)
    0.75
    """
    require("cost", cost, NOT_NEGATIVE)
    return 1 - cost / require("revenue", revenue, POSITIVE)


def break_even_utilisation(price_per_million: float, price_per_hour: float, tokens_per_second: float) -> float:
    r"""Share of the time that machines must be busy so that tokens pay for them.

    .. math:: u^* = \frac{p_h}{3600\, R\, p_t / 10^6}

    In words: the rent of an hour over what an hour of tokens would bring if the machine were always busy. Above 1 the price can never
    cover the rent.

    Args:
        price_per_million: p_t, of a million tokens, above 0.
        price_per_hour: p_h, of the machines that give R.
        tokens_per_second: R, when busy.

    >>> break_even_utilisation(price_per_million=0.50, price_per_hour=3.60, tokens_per_second=8000)
    0.25
    """
    full = SECONDS_AN_HOUR * require("tokens_per_second", tokens_per_second, POSITIVE) / MILLION
    return require("price_per_hour", price_per_hour, POSITIVE) / (full * require("price_per_million", price_per_million, POSITIVE))


@dataclass(frozen=True)
class ApiService:
    """A service that sells tokens, and one machine (or group) that makes them.

    Attributes:
        input_price, output_price: of a million tokens read, written.
        tokens_read, tokens_written: of an average request; one of them above 0.
        prefill_tokens_per_second, decode_tokens_per_second: of the machine, when it does nothing else.
        machine_hour: rent of the machine.
        utilisation: share of the time that customers keep it busy, above 0 and at most 1.
        payment_fee: share of the revenue that payment costs.

    Raises:
        TypeError, ValueError: naming the field and its range, or the two currencies.

    >>> service = ApiService(Money(0.10), Money(0.40), 1000, 250, 20_000, 2000, Money(3.00), utilisation=0.5)
    >>> round(service.gross_margin, 3)
    -0.458
    """

    input_price: Money
    output_price: Money
    tokens_read: float
    tokens_written: float
    prefill_tokens_per_second: float
    decode_tokens_per_second: float
    machine_hour: Money
    utilisation: float
    payment_fee: float = 0.0

    def __post_init__(self) -> None:
        require_one_currency(input_price=self.input_price, output_price=self.output_price, machine_hour=self.machine_hour)
        for field in ("input_price", "output_price"):
            require(field, getattr(self, field).amount, NOT_NEGATIVE)
        require("machine_hour", self.machine_hour.amount, POSITIVE)
        for field in ("tokens_read", "tokens_written"):
            require(field, getattr(self, field), NOT_NEGATIVE)
        require("tokens_read + tokens_written", self.tokens_read + self.tokens_written, POSITIVE)
        for field in ("prefill_tokens_per_second", "decode_tokens_per_second"):
            require(field, getattr(self, field), POSITIVE)
        require("utilisation", self.utilisation, PART)
        require("payment_fee", self.payment_fee, BELOW_ONE)

    @property
    def machine_seconds(self) -> float:
        """Seconds of the machine that one request takes: its tokens read and written, each at their own speed."""
        return self.tokens_read / self.prefill_tokens_per_second + self.tokens_written / self.decode_tokens_per_second

    @property
    def revenue(self) -> Money:
        """What one request brings, payment's fee taken off."""
        paid = self.input_price * (self.tokens_read / MILLION) + self.output_price * (self.tokens_written / MILLION)
        return paid * (1 - self.payment_fee)

    @property
    def cost(self) -> Money:
        """What one request costs, its share of idle time included."""
        return self.machine_hour * (self.machine_seconds / SECONDS_AN_HOUR / self.utilisation)

    @property
    def contribution(self) -> Money:
        """What one request leaves: revenue − cost."""
        return self.revenue - self.cost

    @property
    def gross_margin(self) -> float:
        """What it leaves as a share of revenue."""
        return gross_margin(self.revenue.amount, self.cost.amount)

    @property
    def break_even_utilisation(self) -> float:
        """Utilisation at which a request's revenue is its cost; above 1: never; infinite where nothing is charged."""
        busy = self.machine_hour.amount * self.machine_seconds / SECONDS_AN_HOUR
        return busy / self.revenue.amount if self.revenue.amount else math.inf

    @property
    def break_even_price_factor(self) -> float:
        """What both prices would have to be multiplied with so that a request's revenue is its cost; infinite where both are 0."""
        return self.cost.amount / self.revenue.amount if self.revenue.amount else math.inf


@dataclass(frozen=True)
class PriceWarYear:
    """One year of a price war.

    Attributes:
        year: 0 is today.
        input_price, output_price: of a million tokens.
        cost: of a request.
        gross_margin: of a request.
    """

    year: int
    input_price: Money
    output_price: Money
    cost: Money
    gross_margin: float


def price_war(service: ApiService, price_fall: float, cost_fall: float, years: int) -> list[PriceWarYear]:
    """Let prices and costs fall by a share each year, and see what is left.

    In words: each year both prices are what remains of last year's, and so is the cost of a request. Where prices fall faster than
    costs, the margin ends below zero however high it began.

    Args:
        service: as it is today.
        price_fall, cost_fall: share by which prices and costs fall each year, from 0 to below 1.
        years: how many, 1 or more.

    >>> service = ApiService(Money(0.40), Money(1.60), 1000, 250, 20_000, 2000, Money(3.00), utilisation=0.5)
    >>> [round(year.gross_margin, 2) for year in price_war(service, price_fall=0.5, cost_fall=0.3, years=2)]
    [0.64, 0.49, 0.29]
    """
    require("price_fall", price_fall, BELOW_ONE)
    require("cost_fall", cost_fall, BELOW_ONE)
    path = []
    for year in range(int(require("years", years, COUNT)) + 1):
        price, cost = (1 - price_fall) ** year, (1 - cost_fall) ** year
        then = replace(
            service,
            input_price=service.input_price * price,
            output_price=service.output_price * price,
            machine_hour=service.machine_hour * cost,
        )
        path.append(PriceWarYear(year, then.input_price, then.output_price, then.cost, then.gross_margin))
    return path
