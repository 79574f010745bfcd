"""Return each number where it is positive, else 0; x stays as it is."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes
from bigmodel_edu.exercises.neurons_and_activations.arrays import any_shape


def _relu(x):
    return np.where(x > 0, x, 0)


def with_exact_zeros(rng: np.random.Generator) -> Call:
    x = normal(rng, *sizes(rng, 2), scale=2.0)
    x[rng.random(x.shape) < 0.3] = 0.0
    return arguments(x)


def all_negative(rng: np.random.Generator) -> Call:
    return arguments(-np.abs(normal(rng, *sizes(rng, 2))) - np.float32(0.1))


def pythons_max(x):
    return max(0, x)


def leaky(x):
    return np.where(x > 0, x, 0.01 * x)


def step(x):
    return (x > 0).astype(np.float32)


def only_the_positive(x):
    return x[x > 0]


def at_most_six(x):
    return np.clip(x, 0, 1)


EXERCISE = function(
    __file__,
    points=2,
    reference=_relu,
    core={"both signs": any_shape},
    edges={"with zeros": with_exact_zeros, "negative numbers only": all_negative},
    bans=(".relu", ".ReLU", ".relu_", ".threshold"),
    draws=3,
    mistakes={
        "pythons-max": pythons_max,
        "absolute": np.abs,
        "leaky": leaky,
        "derivative": step,
        "drops-numbers": only_the_positive,
        "clipped": at_most_six,
        "negative-part": lambda x: np.minimum(x, 0),
    },
)
