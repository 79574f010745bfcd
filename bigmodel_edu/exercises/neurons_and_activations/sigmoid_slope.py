"""Return the slope of the sigmoid at each number x, without NaN."""

import numpy as np

from bigmodel_edu.checking import function
from bigmodel_edu.checking.generators import normal
from bigmodel_edu.exercises.neurons_and_activations.arrays import any_shape, around_zero, far_from_zero, plain_sigmoid


def slope(x):
    small = np.exp(-np.abs(np.asarray(x, dtype=np.float64)))
    return small / (1 + small) ** 2


def slope_of_an_output(x):
    return x * (1 - x)


def rest_forgotten(x):
    return 1 - plain_sigmoid(x)


def slope_of_tanh(x):
    return 1 - np.tanh(x) ** 2


def slope_by_overflow(x):
    with np.errstate(all="ignore"):
        return np.exp(-x) / (1 + np.exp(-x)) ** 2


def square_of_sigmoid(x):
    return plain_sigmoid(x) ** 2


def highest_in_the_middle(ask, rng: np.random.Generator) -> bool:
    x = np.abs(normal(rng, 6)) + np.float32(0.5)
    left, right = np.asarray(ask(-x), dtype=float), np.asarray(ask(x), dtype=float)
    middle = float(np.ravel(ask(np.zeros(1, dtype=np.float32)))[0])
    return np.allclose(left, right, atol=1e-5) and abs(middle - 0.25) < 1e-5 and bool((left < middle).all())


EXERCISE = function(
    __file__,
    points=2,
    reference=slope,
    core={"ordinary numbers": (any_shape, around_zero)},
    edges={"numbers far from zero": far_from_zero},
    properties=(highest_in_the_middle,),
    bans=(".sigmoid", ".expit", ".Sigmoid", ".autograd", ".backward", ".grad"),
    mistakes={
        "of-the-output": slope_of_an_output,
        "factor-forgotten": rest_forgotten,
        "sigmoid": plain_sigmoid,
        "tanh": slope_of_tanh,
        "square": square_of_sigmoid,
        "overflow": slope_by_overflow,
    },
)
