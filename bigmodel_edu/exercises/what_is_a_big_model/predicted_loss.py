"""Predict the loss of a model, nats a token."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.what_is_a_big_model.loss_law import log_uniform, loss_by_the_law, some_constants


def a_model(rng: np.random.Generator) -> Call:
    return arguments(log_uniform(rng, 1e7, 5e10), log_uniform(rng, 1e8, 5e12), some_constants(rng))


def floor(ask, rng: np.random.Generator) -> bool:
    constants = some_constants(rng)
    return abs(ask(1e40, 1e40, constants) - constants["e"]) < 1e-3


EXERCISE = function(
    __file__,
    points=2,
    reference=lambda n_params, n_tokens, constants: loss_by_the_law(constants).loss(n_params, n_tokens),
    core=a_model,
    properties=(floor,),
    bans=("bigmodel_edu.economics",),
    relative=1e-5,
    mistakes={
        "floor-forgotten": lambda n, d, c: c["a"] / n ** c["alpha"] + c["b"] / d ** c["beta"],
        "exponents-swapped": lambda n, d, c: c["e"] + c["a"] / n ** c["beta"] + c["b"] / d ** c["alpha"],
        "inputs-swapped": lambda n, d, c: c["e"] + c["a"] / d ** c["alpha"] + c["b"] / n ** c["beta"],
        "factors-swapped": lambda n, d, c: c["e"] + c["b"] / n ** c["alpha"] + c["a"] / d ** c["beta"],
        "weights-only": lambda n, d, c: c["e"] + c["a"] / n ** c["alpha"],
        "tokens-only": lambda n, d, c: c["e"] + c["b"] / d ** c["beta"],
        "factor-inside-the-power": lambda n, d, c: c["e"] + (c["a"] / n) ** c["alpha"] + (c["b"] / d) ** c["beta"],
        "joint-power": lambda n, d, c: c["e"] + c["a"] * c["b"] / (n ** c["alpha"] * d ** c["beta"]),
    },
)
