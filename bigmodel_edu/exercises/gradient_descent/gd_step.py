"""Return the weights after one step; the old ones stay as they are."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes


def _gd_step(weights, gradient, learning_rate):
    return weights - learning_rate * gradient


def step_in_a_table(rng: np.random.Generator) -> Call:
    shape = sizes(rng, int(rng.integers(1, 4)))
    return arguments(normal(rng, *shape, scale=2.0), normal(rng, *shape, scale=3.0), round(float(rng.uniform(0.02, 0.6)), 2))


EXERCISE = function(
    __file__,
    points=1,
    reference=_gd_step,
    core=step_in_a_table,
    bans=("torch.optim", "bigmodel_edu.training"),
    draws=5,
    mistakes={
        "uphill": lambda weights, gradient, learning_rate: weights + learning_rate * gradient,
        "rate-forgotten": lambda weights, gradient, learning_rate: weights - gradient,
        "only-the-sign": lambda weights, gradient, learning_rate: weights - learning_rate * np.sign(gradient),
        "length-one": lambda weights, gradient, learning_rate: weights - learning_rate * gradient / np.linalg.norm(gradient),
        "only-the-change": lambda weights, gradient, learning_rate: -learning_rate * gradient,
        "shrinks-the-weights": lambda weights, gradient, learning_rate: weights * (1 - learning_rate * gradient),
    },
)
