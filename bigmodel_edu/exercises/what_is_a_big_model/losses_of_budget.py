"""Predict the loss of each size when the whole budget goes into it."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.what_is_a_big_model.loss_law import Array, Constants, log_uniform, loss_by_the_law, some_constants


def budget(rng: np.random.Generator) -> Call:
    flops = log_uniform(rng, 1e19, 1e25)
    sizes = np.exp(rng.uniform(np.log(1e7), np.log(1e12), int(rng.integers(3, 8))))
    return arguments(flops, sizes, some_constants(rng))


def losses(flops: float, sizes: Array, constants: Constants, tokens: Array) -> Array:
    return constants["e"] + constants["a"] / sizes ** constants["alpha"] + constants["b"] / tokens ** constants["beta"]


EXERCISE = function(
    __file__,
    points=2,
    reference=lambda flops, sizes, constants: np.array([loss_by_the_law(constants).loss(size, flops / 6 / size) for size in sizes]),
    core=budget,
    bans=("bigmodel_edu.economics",),
    relative=1e-5,
    mistakes={
        "six-forgotten": lambda flops, sizes, c: losses(flops, sizes, c, flops / sizes),
        "forward-only": lambda flops, sizes, c: losses(flops, sizes, c, flops / (2 * sizes)),
        "same-data": (
            lambda flops, sizes, c: losses(flops, sizes, c, np.full(len(sizes), flops / (6 * sizes[0]))),
            lambda flops, sizes, c: losses(flops, sizes, c, np.full(len(sizes), flops / (6 * sizes.mean()))),
        ),
        "twenty-tokens": lambda flops, sizes, c: losses(flops, sizes, c, 20 * sizes),
        "endless-data": lambda flops, sizes, c: c["e"] + c["a"] / sizes ** c["alpha"],
        "exponents-swapped": lambda flops, sizes, c: c["e"] + c["a"] / sizes ** c["beta"] + c["b"] / (flops / 6 / sizes) ** c["alpha"],
        "sorted": lambda flops, sizes, c: losses(flops, np.sort(sizes), c, flops / 6 / np.sort(sizes)),
    },
)
