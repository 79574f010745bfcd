"""Return the share of the revenue that is left after the cost."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def revenue(prices, tokens):
    return sum(price * count for price, count in zip(prices, tokens, strict=True)) / 1e6


def margin(prices, tokens, cost):
    return 1 - cost / revenue(prices, tokens)


def sale(rng: np.random.Generator, cost_share: float, given_away: bool = False) -> Call:
    kinds = int(rng.integers(2, 5))
    prices = [round(float(price), 2) for price in rng.uniform(0.05, 4, kinds)]
    tokens = [int(count) for count in rng.integers(2_000_000, 900_000_000, kinds)]
    if given_away:
        prices[int(rng.integers(kinds))] = 0.0
    return arguments(prices, tokens, round(revenue(prices, tokens) * cost_share, 2))


def with_profit(rng: np.random.Generator) -> Call:
    return sale(rng, float(rng.uniform(0.12, 0.8)))


def with_loss(rng: np.random.Generator) -> Call:
    return sale(rng, float(rng.uniform(1.2, 3.5)))


def partly_free(rng: np.random.Generator) -> Call:
    return sale(rng, float(rng.uniform(0.3, 1.6)), given_away=True)


def nothing_left(ask, rng: np.random.Generator) -> bool:
    call = sale(rng, 1.0)
    return abs(ask(*call.args[:2], revenue(*call.args[:2]))) < 1e-6


EXERCISE = function(
    __file__,
    points=2,
    reference=margin,
    core={"sold with a profit": with_profit, "sold at a loss": with_loss},
    edges={"some tokens given away": partly_free},
    properties=(nothing_left,),
    bans=("bigmodel_edu.economics",),
    relative=1e-4,
    absolute=1e-5,
    mistakes={
        "profit-over-cost": lambda prices, tokens, cost: revenue(prices, tokens) / cost - 1,
        "share-of-cost": lambda prices, tokens, cost: cost / revenue(prices, tokens),
        "profit": lambda prices, tokens, cost: revenue(prices, tokens) - cost,
        "percent": lambda prices, tokens, cost: 100 * margin(prices, tokens, cost),
        "no-brackets": lambda prices, tokens, cost: revenue(prices, tokens) - cost / revenue(prices, tokens),
        "lists-multiplied": lambda prices, tokens, cost: sum(prices * tokens),
        "per-token": lambda prices, tokens, cost: 1 - cost / (revenue(prices, tokens) * 1e6),
        "mean-price": (
            lambda prices, tokens, cost: 1 - cost / (sum(prices) / len(prices) * sum(tokens) / 1e6),
            lambda prices, tokens, cost: 1 - cost / (sum(prices) * sum(tokens) / 1e6),
        ),
        "never-negative": lambda prices, tokens, cost: max(0.0, margin(prices, tokens, cost)),
    },
)
