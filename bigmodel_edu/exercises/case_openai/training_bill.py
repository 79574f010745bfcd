"""Say what a training run costs and how long it takes."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def bill(gpu_hours, gpus, price_per_hour):
    total = sum(gpu_hours.values())
    return total * price_per_hour, total / gpus / 24


def run(rng: np.random.Generator, phases: int) -> Call:
    names = ["pre-training", "longer context", "post-training", "evaluation"][:phases]
    hours = [int(rng.integers(200_000, 4_000_000)), *(int(rng.integers(2_000, 150_000)) for _ in range(phases - 1))]
    return arguments(dict(zip(names, hours, strict=True)), int(rng.integers(200, 9_000)), round(float(rng.uniform(1.2, 6.5)), 2))


def several_phases(rng: np.random.Generator) -> Call:
    return run(rng, int(rng.integers(3, 5)))


def one_phase(rng: np.random.Generator) -> Call:
    return run(rng, 1)


def same_bill(ask, rng: np.random.Generator) -> bool:
    """The same hours on twice as many GPUs: the same bill in half the time."""
    hours, gpus, price = run(rng, 3).args
    (cost, days), (again, fewer) = ask(hours, gpus, price), ask(hours, 2 * gpus, price)
    return math.isclose(cost, again, rel_tol=1e-6) and math.isclose(days, 2 * fewer, rel_tol=1e-6)


def first(gpu_hours):
    return max(gpu_hours.values())


EXERCISE = function(
    __file__,
    points=3,
    reference=bill,
    core={"several phases": several_phases},
    edges={"one phase": one_phase},
    properties=(same_bill,),
    bans=("bigmodel_edu.economics",),
    mistakes={
        "counted-twice": (
            lambda hours, gpus, price: (sum(hours.values()) * gpus * price, sum(hours.values()) / 24),
            lambda hours, gpus, price: (sum(hours.values()) * gpus * price, sum(hours.values()) / gpus / 24),
        ),
        "bill-of-one-gpu": lambda hours, gpus, price: (sum(hours.values()) / gpus * price, sum(hours.values()) / gpus / 24),
        "pretraining-only": lambda hours, gpus, price: (first(hours) * price, first(hours) / gpus / 24),
        "days-of-one-gpu": lambda hours, gpus, price: (sum(hours.values()) * price, sum(hours.values()) / 24),
        "hours-not-days": lambda hours, gpus, price: (sum(hours.values()) * price, sum(hours.values()) / gpus),
        "other-order": lambda hours, gpus, price: bill(hours, gpus, price)[::-1],
    },
)
