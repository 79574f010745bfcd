"""Return 1 / (1 + exp(−x)) for each number."""

import math

import numpy as np

from bigmodel_edu.checking import function
from bigmodel_edu.checking.generators import normal
from bigmodel_edu.exercises.neurons_and_activations.arrays import any_shape, around_zero, far_from_zero, plain_sigmoid


def rises(ask, rng: np.random.Generator) -> bool:
    values = np.asarray(ask(np.sort(normal(rng, 40, scale=3.0))), dtype=np.float64)
    return bool((np.diff(values) >= 0).all() and (values > 0).all() and (values < 1).all())


def mirror(ask, rng: np.random.Generator) -> bool:
    x = normal(rng, 3, 5, scale=2.0)
    return np.allclose(np.asarray(ask(x)) + np.asarray(ask(-x)), 1, atol=1e-5)


def quotient_of_exponentials(x):
    with np.errstate(all="ignore"):
        return np.exp(x) / (1 + np.exp(x))


def one_number_at_a_time(x):
    return np.array([1 / (1 + math.exp(-float(each))) for each in x.ravel()]).reshape(x.shape)


def sign_lost(x):
    return plain_sigmoid(-x)


def one_forgotten(x):
    with np.errstate(all="ignore"):
        return 1 / np.exp(-x)


def derivative_of_sigmoid(x):
    return plain_sigmoid(x) * (1 - plain_sigmoid(x))


def softmax_of_all(x):
    powers = np.exp(x - x.max())
    return powers / powers.sum()


EXERCISE = function(
    __file__,
    points=3,
    reference=plain_sigmoid,
    core={"ordinary numbers": (any_shape, around_zero)},
    edges={"numbers far from zero": far_from_zero},
    properties=(rises, mirror),
    bans=(".sigmoid", ".expit", ".Sigmoid", ".sigmoid_", ".logsigmoid", ".softmax"),
    mistakes={
        "overflow": (quotient_of_exponentials, one_number_at_a_time),
        "sign": sign_lost,
        "one-forgotten": one_forgotten,
        "tanh": np.tanh,
        "derivative": derivative_of_sigmoid,
        "softmax": softmax_of_all,
    },
)
