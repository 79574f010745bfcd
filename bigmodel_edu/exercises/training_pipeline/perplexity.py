"""Return the perplexity."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def perplexity_call(rng: np.random.Generator) -> Call:
    return arguments(float(rng.uniform(0.3, 8.0)))


def large_loss(rng: np.random.Generator) -> Call:
    """Where 2.718 for e shows."""
    return arguments(9.0)


def zero_loss(rng: np.random.Generator) -> Call:
    return arguments(float(rng.choice([0.0, 1e-3])))


def of_uniform(ask, rng: np.random.Generator) -> bool:
    size = int(rng.integers(5, 60_000))
    return abs(float(ask(math.log(size))) / size - 1) < 1e-3


EXERCISE = function(
    __file__,
    points=1,
    reference=lambda loss: math.exp(loss),
    core={"a loss": (perplexity_call, large_loss)},
    edges={"a perfect guess": zero_loss},
    properties=(of_uniform,),
    bans=("bigmodel_edu.training",),
    relative=1e-5,
    mistakes={
        "base-2": lambda loss: 2.0**loss,
        "base-10": lambda loss: 10.0**loss,
        "probability": lambda loss: math.exp(-loss),
        "bits": lambda loss: loss / math.log(2),
        "minus-one": lambda loss: math.expm1(loss),
    },
)
