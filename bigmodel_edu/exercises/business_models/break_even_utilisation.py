"""Return the share of the time that must be sold to pay the rent."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def full_hour(price, tokens_per_second):
    return 3600 * tokens_per_second / 1e6 * price


def break_even(price, price_per_hour, tokens_per_second, fee):
    brought = full_hour(price * (1 - fee), tokens_per_second)
    return price_per_hour / brought if brought else math.inf


def offer(rng: np.random.Generator, share: float) -> Call:
    speed, price, fee = int(rng.integers(900, 20_000)), round(float(rng.uniform(0.06, 3)), 3), round(float(rng.uniform(0.02, 0.3)), 3)
    return arguments(price, round(full_hour(price * (1 - fee), speed) * share, 3), speed, fee)


def pays(rng: np.random.Generator) -> Call:
    return offer(rng, float(rng.uniform(0.08, 0.7)))


def never_pays(rng: np.random.Generator) -> Call:
    return offer(rng, float(rng.uniform(1.3, 5)))


def given_away(rng: np.random.Generator) -> Call:
    price, *rest = offer(rng, 0.5).args
    return arguments(0.0 * price, *rest)


def over(rent, brought):
    return rent / brought if brought else math.inf


EXERCISE = function(
    __file__,
    points=2,
    reference=break_even,
    core={"a price that can pay": pays},
    edges={"a price that never pays": never_pays, "tokens given away": given_away},
    bans=("bigmodel_edu.economics",),
    relative=1e-3,
    absolute=1e-7,
    mistakes={
        "capped": lambda p, rent, speed, fee: min(1.0, break_even(p, rent, speed, fee)),
        "given-away": lambda p, rent, speed, fee: rent / full_hour(p * (1 - fee), speed),
        "no-brackets": lambda p, rent, speed, fee: rent / 3600 * speed * p * (1 - fee) / 1e6 if p else math.inf,
        "inverse": lambda p, rent, speed, fee: full_hour(p * (1 - fee), speed) / rent,
        "fee-ignored": lambda p, rent, speed, fee: over(rent, full_hour(p, speed)),
        "fee-on-the-rent": (
            lambda p, rent, speed, fee: over(rent * (1 + fee), full_hour(p, speed)),
            lambda p, rent, speed, fee: over(rent, full_hour(p * (1 + fee), speed)),
        ),
        "seconds": (
            lambda p, rent, speed, fee: 3600 * break_even(p, rent, speed, fee),
            lambda p, rent, speed, fee: 60 * break_even(p, rent, speed, fee),
        ),
        "per-token": lambda p, rent, speed, fee: break_even(p, rent, speed, fee) / 1e6,
        "percent": lambda p, rent, speed, fee: 100 * break_even(p, rent, speed, fee),
    },
)
