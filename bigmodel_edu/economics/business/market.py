"""How large a market is, and how fast it grows: three figures that people get wrong."""

from dataclasses import dataclass

from bigmodel_edu.economics.ranges import NOT_NEGATIVE, POSITIVE, SHARE, require


def cagr(first: float, last: float, years: float) -> float:
    r"""Compound annual growth rate.

    .. math:: \left(\frac{x_n}{x_0}\right)^{1/n} - 1

    In words: the one yearly rate that leads from the first to the last value; n counts the steps between the dates, not the dates.

    Args:
        first, last: above 0, in one unit.
        years: n, above 0; parts of a year count.

    >>> cagr(100, 400, 2)
    1.0
    """
    ratio = require("last", last, POSITIVE) / require("first", first, POSITIVE)
    return float(ratio ** (1 / require("years", years, POSITIVE)) - 1)


@dataclass(frozen=True)
class MarketSize:
    """A market in three circles, each within the one before.

    Attributes:
        total: TAM, all that all buyers would spend in a year.
        serviceable: SAM, the part that the product can serve: its language, region, kind of buyer.
        obtainable: SOM, the part of that which the company expects to win.
    """

    total: float
    serviceable: float
    obtainable: float


def tam_sam_som(buyers: float, spend: float, serviceable_share: float, obtainable_share: float) -> MarketSize:
    """Size a market from the bottom: buyers × what one spends in a year, then the share that can be served, then the share of it to win.

    In words: a share of the world's largest figure is no estimate; counted buyers and a price are.

    Args:
        buyers: how many could buy.
        spend: of one in a year.
        serviceable_share, obtainable_share: from 0 to 1; the second is a share of the serviceable market.

    >>> tam_sam_som(buyers=200_000, spend=1_200, serviceable_share=0.25, obtainable_share=0.04)
    MarketSize(total=240000000, serviceable=60000000.0, obtainable=2400000.0)
    """
    total = require("buyers", buyers, NOT_NEGATIVE) * require("spend", spend, NOT_NEGATIVE)
    serviceable = total * require("serviceable_share", serviceable_share, SHARE)
    return MarketSize(total, serviceable, serviceable * require("obtainable_share", obtainable_share, SHARE))


def growth_claim(first: float, last: float, months: float) -> tuple[float, float]:
    """Read a claim such as "280-fold in 18 months" against its own dates.

    In words: how many times, and what that is a year; the same factor over 23 months instead of 18 is a smaller rate.

    Args:
        first, last: the two values, above 0 (for a price that falls, the factor is first / last).
        months: between their dates.

    Returns:
        The factor, and the factor a year.

    >>> [round(x) for x in growth_claim(20, 0.07, months=23)], [round(x) for x in growth_claim(20, 0.07, months=18)]
    ([286, 19], [286, 43])
    """
    ratio = require("last", last, POSITIVE) / require("first", first, POSITIVE)
    factor = max(ratio, 1 / ratio)
    return factor, float(factor ** (12 / require("months", months, POSITIVE)))
