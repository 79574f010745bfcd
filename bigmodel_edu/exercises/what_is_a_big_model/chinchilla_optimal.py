"""Divide a budget C = 6 N D so that the predicted loss is least."""

from typing import Any

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.what_is_a_big_model.loss_law import Constants, log_uniform, loss_by_the_law, some_constants


def optimum(flops: float, constants: Constants) -> tuple[float, float]:
    best = loss_by_the_law(constants).optimal(flops)
    return best.parameters, best.tokens


def to_spend(rng: np.random.Generator) -> Call:
    """A budget whose best model has a size that a search over sizes would look at: 10⁵ to 10¹⁵ parameters."""
    while True:
        flops, constants = log_uniform(rng, 1e18, 1e26), some_constants(rng)
        if 1e5 < optimum(flops, constants)[0] < 1e15:
            return arguments(flops, constants)


def spends_it_all(ask, rng: np.random.Generator) -> bool:
    n, d = ask(3e21, some_constants(rng))
    return bool(np.isclose(6 * n * d, 3e21, rtol=1e-3))


def cannot_be_improved(ask, rng: np.random.Generator) -> bool:
    constants = some_constants(rng)
    n, d = ask(3e21, constants)
    law = loss_by_the_law(constants)
    here = law.loss(n, d)
    return n > 0 and all(here <= law.loss(n * factor, 3e21 / 6 / n / factor) + 1e-9 for factor in (0.8, 1.25))


def _with(flops: float, c: Constants, **other: Any) -> tuple[float, float]:
    """The optimum by its formula, with one part wrong."""
    alpha, beta = other.get("alpha", c["alpha"]), other.get("beta", c["beta"])
    budget = flops / other.get("six", 6)
    g = other.get("g", (alpha * c["a"] / (beta * c["b"])) ** (1 / (alpha + beta)))
    n = g * budget ** other.get("power", beta / (alpha + beta))
    return n, budget / n


EXERCISE = function(
    __file__,
    points=4,
    reference=optimum,
    core=to_spend,
    properties=(spends_it_all, cannot_be_improved),
    bans=("bigmodel_edu.economics",),
    relative=0.01,
    mistakes={
        "exponents-swapped": (
            lambda flops, c: _with(flops, c, power=c["alpha"] / (c["alpha"] + c["beta"])),
            lambda flops, c: _with(flops, c, alpha=c["beta"], beta=c["alpha"]),
        ),
        "six-forgotten": (lambda flops, c: _with(flops, c, six=1), lambda flops, c: _with(flops, c, six=2)),
        "factor-upside-down": lambda flops, c: _with(
            flops, c, g=(c["beta"] * c["b"] / (c["alpha"] * c["a"])) ** (1 / (c["alpha"] + c["beta"]))
        ),
        "factor-forgotten": lambda flops, c: _with(flops, c, g=1.0),
        "equal-terms": lambda flops, c: _with(flops, c, g=(c["a"] / c["b"]) ** (1 / (c["alpha"] + c["beta"]))),
        "twenty-tokens": lambda flops, c: ((flops / 120) ** 0.5, 20 * (flops / 120) ** 0.5),
        "half-and-half": lambda flops, c: ((flops / 6) ** 0.5, (flops / 6) ** 0.5),
        "order": lambda flops, c: optimum(flops, c)[::-1],
        "all-in-tokens": lambda flops, c: (optimum(flops, c)[0], flops / optimum(flops, c)[0]),
    },
)
