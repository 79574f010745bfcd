"""How many training steps a budget of operations pays for."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _steps(parameters, batch, length, operations):
    return int(operations // (6 * parameters * batch * length))


def budget_call(rng: np.random.Generator) -> Call:
    parameters, batch, length = int(rng.integers(10_000, 900_000)), int(rng.integers(3, 40)), int(rng.integers(17, 200))
    steps = float(rng.integers(3, 4_000)) + float(rng.uniform(0.55, 0.95))
    return arguments(parameters, batch, length, 6.0 * parameters * batch * length * steps)


def too_little(rng: np.random.Generator) -> Call:
    parameters, batch, length = int(rng.integers(10_000, 900_000)), int(rng.integers(3, 40)), int(rng.integers(17, 200))
    return arguments(parameters, batch, length, 6.0 * parameters * batch * length * float(rng.uniform(0.5, 0.9)))


EXERCISE = function(
    __file__,
    points=2,
    reference=_steps,
    core={"ordinary": budget_call},
    edges={"less than one step": too_little},
    mistakes={
        "forward-only": lambda parameters, batch, length, operations: int(operations // (2 * parameters * batch * length)),
        "one-operation": lambda parameters, batch, length, operations: int(operations // (parameters * batch * length)),
        "no-length": lambda parameters, batch, length, operations: int(operations // (6 * parameters * batch)),
        "tokens": lambda parameters, batch, length, operations: int(operations // (6 * parameters)),
        "rounded": (
            lambda parameters, batch, length, operations: round(operations / (6 * parameters * batch * length)),
            lambda parameters, batch, length, operations: math.ceil(operations / (6 * parameters * batch * length)),
        ),
        "at-least-one": lambda parameters, batch, length, operations: max(_steps(parameters, batch, length, operations), 1),
    },
)
