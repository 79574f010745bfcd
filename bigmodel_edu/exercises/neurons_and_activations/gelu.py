"""Return x · Φ(x) for each number of an array, by the exact formula."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import sizes
from bigmodel_edu.exercises.neurons_and_activations.arrays import any_shape, plain_sigmoid

_erf = np.vectorize(math.erf, otypes=[np.float64])


def _gelu(x):
    x = np.asarray(x, dtype=np.float64)
    return x * 0.5 * (1 + _erf(x / math.sqrt(2)))


def between_minus_four_and_four(rng: np.random.Generator) -> Call:
    x = rng.uniform(-4, 4, size=(*sizes(rng, 1), 6)).astype(np.float32)
    x[0, :4] = rng.uniform(1.8, 2.6, 4) * np.array([1, -1, 1, -1])  # here the usual approximations are worst
    return arguments(x)


def gelu_by_tanh(x):
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def gelu_by_sigmoid(x):
    return x * plain_sigmoid(1.702 * x)


def silu(x):
    return x * plain_sigmoid(x)


def no_root_of_two(x):
    return x * 0.5 * (1 + _erf(x))


def erf_for_phi(x):
    return x * _erf(x / math.sqrt(2))


def density_for_distribution(x):
    return x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def phi_alone(x):
    return 0.5 * (1 + _erf(x / math.sqrt(2)))


def half_forgotten(x):
    return x * (1 + _erf(x / math.sqrt(2)))


EXERCISE = function(
    __file__,
    points=2,
    reference=_gelu,
    core={"between −4 and 4": between_minus_four_and_four, "any shape": any_shape},
    bans=(".gelu", ".GELU"),
    mistakes={
        "tanh-approximation": gelu_by_tanh,
        "sigmoid-approximation": gelu_by_sigmoid,
        "silu": silu,
        "no-root": no_root_of_two,
        "erf-for-phi": erf_for_phi,
        "density": density_for_distribution,
        "phi-alone": phi_alone,
        "half-forgotten": half_forgotten,
    },
)
