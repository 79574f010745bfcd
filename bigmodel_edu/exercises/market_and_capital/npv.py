"""Return the net present value."""

import math
from collections.abc import Sequence

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.economics.business.value import npv as reference_npv
from bigmodel_edu.exercises.market_and_capital.cash_flows import some_flows


def pay_then_receive(rng: np.random.Generator) -> Call:
    later = [round(float(each), 2) for each in rng.uniform(10, 90, int(rng.integers(3, 9)))]
    return arguments(round(float(rng.uniform(0.04, 0.6)), 3), [round(-float(rng.uniform(50, 200)), 2), *later])


def same_amount_twice(rng: np.random.Generator) -> Call:
    """Two years with the same amount: a year is a place in the list, not what stands there."""
    return arguments(0.1, [-100.0, 60.0, 60.0])


def mixed_signs(rng: np.random.Generator) -> Call:
    return arguments(round(float(rng.uniform(0.04, 0.6)), 3), some_flows(rng, int(rng.integers(2, 9))))


def negative_rate(rng: np.random.Generator) -> Call:
    return arguments(round(float(rng.uniform(-0.3, -0.02)), 3), some_flows(rng, int(rng.integers(2, 7))))


def only_today(rng: np.random.Generator) -> Call:
    return arguments(round(float(rng.uniform(0.04, 0.6)), 3), some_flows(rng, 1))


def discounted(flows: Sequence[float], divisors: Sequence[float]) -> float:
    return sum(flow / divisor for flow, divisor in zip(flows, divisors, strict=True))


EXERCISE = function(
    __file__,
    points=3,
    reference=lambda rate, flows: reference_npv(rate, flows),
    core={"pay, then receive": (pay_then_receive, same_amount_twice), "mixed signs": mixed_signs, "negative rate": negative_rate},
    edges={"only today": only_today},
    bans=("bigmodel_edu.economics", ".npv"),
    relative=1e-5,
    absolute=1e-4,
    mistakes={
        "first-discounted": lambda rate, flows: discounted(flows, [(1 + rate) ** (t + 1) for t in range(len(flows))]),
        "sign": (
            lambda rate, flows: reference_npv(rate, [-flows[0], *flows[1:]]),
            lambda rate, flows: reference_npv(rate, [-abs(flows[0]), *flows[1:]]),
            lambda rate, flows: -reference_npv(rate, flows),
        ),
        "not-discounted": lambda rate, flows: float(sum(flows)),
        "simple-interest": lambda rate, flows: discounted(flows, [1 + rate * t for t in range(len(flows))]),
        "future-value": lambda rate, flows: discounted(flows, [(1 + rate) ** -t for t in range(len(flows))]),
        "end-value": lambda rate, flows: reference_npv(rate, flows) * (1 + rate) ** (len(flows) - 1),
        "power-of-the-rate": lambda rate, flows: discounted(flows, [1 + rate**t for t in range(len(flows))]),
        "first-amount-only": lambda rate, flows: flows[0],
        "continuous": lambda rate, flows: discounted(flows, [math.exp(rate * t) for t in range(len(flows))]),
        "one-minus-rate": lambda rate, flows: sum(flow * (1 - rate) ** t for t, flow in enumerate(flows)),
        "first-left-out": lambda rate, flows: reference_npv(rate, [0.0, *flows[1:]]),
        "one-divisor": lambda rate, flows: flows[0] + sum(flows[1:]) / (1 + rate),
        "percent": lambda rate, flows: reference_npv(rate / 100, flows),
    },
)
