"""Investing in many start-ups: most return little, a few return all, and nobody knows which.

Every amount that goes in is paid out, still held, or lost with its company; the result keeps the three apart.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from bigmodel_edu.economics.business.money import Money, require_one_currency
from bigmodel_edu.economics.ranges import BELOW_ONE, COUNT, NOT_NEGATIVE, PART, POSITIVE, Range, require
from bigmodel_edu.facts import fact

_RATES = np.concatenate([np.linspace(-0.95, 1.0, 118), np.geomspace(1.02, 1000, 60)])
TAIL_EXPONENT = Range(1, open_low=True)
_BINS = (("below-1", 0.0, 1.0), ("1-to-5", 1.0, 5.0), ("5-to-10", 5.0, 10.0), ("10-to-20", 10.0, 20.0), ("20-to-50", 20.0, 50.0))


def returned_multiple(size: int | tuple[int, ...], generator: np.random.Generator, *, tail: float = 2.0) -> NDArray[np.float64]:
    r"""Draw how many times an investment comes back, from published outcomes of United States venture financings.

    .. math:: P(X > x) = P(X > 50) \left(\frac{50}{x}\right)^{a} \quad (x > 50)

    In words: the share of each class is as published; within a class below 50 values are even on a logarithmic scale (below 1: even),
    above 50 they follow a power law. The source gives classes only, so the form within them, and the tail, are assumptions.

    Args:
        size: how many to draw.
        generator: draws them.
        tail: a, above 1 (at 1 and below the mean is infinite).

    Returns:
        Multiples of the money put in, 0 or more.

    Source: Levine 2014 (Correlation Ventures, 21,640 financings, 2004 to 2013).

    >>> draws = returned_multiple(100_000, np.random.default_rng(0))
    >>> round(float((draws < 1).mean()), 2)
    0.65
    """
    require("tail", tail, TAIL_EXPONENT)
    shares = np.array([fact(f"venture-returns.{name}").value for name, _low, _high in _BINS] + [fact("venture-returns.above-50").value])
    kind = generator.choice(len(shares), size=size, p=shares / shares.sum())
    u = generator.random(size)
    result = 50.0 * (1 - u) ** (-1 / tail)
    for number, (_name, low, high) in enumerate(_BINS):
        within = low + (high - low) * u if low == 0 else low * (high / low) ** u
        result = np.where(kind == number, within, result)
    return result


@dataclass(frozen=True)
class Fund:
    """How an incubator invests.

    Attributes:
        companies: how many it backs, spread evenly over the years of investing.
        cheque: what each gets.
        ownership: share of each company for the cheque, above 0.
        dilution: share of that stake that is lost, from 0 to below 1, in rounds before those that the published outcomes begin with: an
            incubator comes earlier than the financings in the data.
        investing_years, holding_years: years in which it invests; years from a cheque to its exit.
        running_cost: of the incubator itself, a year, over all years.
        life: years after which what has not been sold is counted as held.

    Raises:
        TypeError, ValueError: naming the field and its range.
    """

    companies: int
    cheque: Money
    ownership: float
    dilution: float
    running_cost: Money
    investing_years: int = 4
    holding_years: tuple[int, int] = (3, 9)
    life: int = 12

    def __post_init__(self) -> None:
        require_one_currency(cheque=self.cheque, running_cost=self.running_cost)
        for field in ("companies", "investing_years", "life"):
            require(field, getattr(self, field), COUNT)
        require("cheque", self.cheque.amount, POSITIVE)
        require("ownership", self.ownership, PART)
        require("dilution", self.dilution, BELOW_ONE)
        require("running_cost", self.running_cost.amount, NOT_NEGATIVE)
        for field, years in zip(("the shortest holding_years", "the longest holding_years"), self.holding_years, strict=True):
            require(field, years, COUNT)
        if self.holding_years[0] > self.holding_years[1]:
            raise ValueError(f"expected holding_years from the shortest to the longest, got {self.holding_years}")
        if self.investing_years > self.life:
            raise ValueError(f"expected investing_years of at most life, got {self.investing_years} and {self.life}")

    @property
    def stake_at_exit(self) -> float:
        """Share of a company that is left at its exit: ownership × (1 − dilution)."""
        return self.ownership * (1 - self.dilution)


@dataclass(frozen=True)
class FundResult:
    """What became of many simulated funds; amounts in the fund's currency.

    Attributes:
        flows: (runs, years + 1) cash of each year: cheques and costs negative, exits positive.
        invested: (runs,) all cheques.
        costs: (runs,) running costs.
        returned: (runs,) what exits paid to the fund.
        held: (runs,) what stakes that are not sold within the fund's life would pay.
        others: (runs,) what founders and other investors get of the same exits.
        rates: (runs,) internal rate of return of the cash; −1 where nothing came back.
    """

    flows: NDArray[np.float64]
    invested: NDArray[np.float64]
    costs: NDArray[np.float64]
    returned: NDArray[np.float64]
    held: NDArray[np.float64]
    others: NDArray[np.float64]
    rates: NDArray[np.float64]

    @property
    def multiple(self) -> NDArray[np.float64]:
        """(runs,) returned and held for each unit of money that went in."""
        return (self.returned + self.held) / (self.invested + self.costs)

    @property
    def chance_of_loss(self) -> float:
        """Share of funds that end with less than went in."""
        return float((self.multiple < 1).mean())


def simulate_fund(fund: Fund, runs: int, generator: np.random.Generator, *, tail: float = 2.0) -> FundResult:
    r"""Simulate a fund many times.

    .. math:: \text{paid} = \underbrace{o\,(1 - d)}_{\text{stake}} \times \underbrace{X\, K / o}_{\text{price of the company}}

    In words: for the cheque K the fund gets a share o of a company, which makes the company worth K / o; the price at its exit is that
    times a drawn multiple X; the fund gets what its diluted stake is of the price, and the others get the rest.

    Args:
        fund: how it invests.
        runs: how many funds to simulate.
        generator: draws exits and years.
        tail: of the largest multiples, as for :func:`returned_multiple`.

    Returns:
        Cash, results and rates of every run.

    >>> fund = Fund(40, Money(150_000), ownership=0.07, dilution=0.2, running_cost=Money(100_000))
    >>> result = simulate_fund(fund, 500, np.random.default_rng(0))
    >>> 0.05 < result.chance_of_loss < 0.5
    True
    """
    require("runs", runs, COUNT)
    shape = (runs, fund.companies)
    price = returned_multiple(shape, generator, tail=tail) * (fund.cheque.amount / fund.ownership)
    paid = price * fund.stake_at_exit
    start = np.broadcast_to(np.arange(fund.companies) * fund.investing_years // fund.companies, shape)
    exit_year = start + generator.integers(fund.holding_years[0], fund.holding_years[1] + 1, size=shape)
    flows = np.zeros((runs, fund.life + 1))
    flows[:, : fund.life] -= fund.running_cost.amount
    row = np.broadcast_to(np.arange(runs)[:, None], shape)
    np.add.at(flows, (row, start), -fund.cheque.amount)
    sold = exit_year <= fund.life
    np.add.at(flows, (row[sold], exit_year[sold]), paid[sold])
    return FundResult(
        flows,
        invested=np.full(runs, fund.companies * fund.cheque.amount),
        costs=np.full(runs, fund.life * fund.running_cost.amount),
        returned=np.where(sold, paid, 0.0).sum(axis=1),
        held=np.where(sold, 0.0, paid).sum(axis=1),
        others=(price - paid).sum(axis=1),
        rates=np.array([_rate(run) for run in flows]),
    )


def _rate(flows: NDArray[np.float64]) -> float:
    """Rate of one run's cash: a fund pays and receives in turn, so of several rates the lowest at which the value falls through zero."""
    years = np.arange(len(flows))

    def value(rate: float) -> float:
        return float(((1 + rate) ** -years.astype(float)) @ flows)

    values = (_RATES[:, None] + 1) ** -years @ flows
    crossings = np.flatnonzero((values[:-1] > 0) & (values[1:] <= 0))
    return float(brentq(value, _RATES[crossings[0]], _RATES[crossings[0] + 1])) if len(crossings) else -1.0
