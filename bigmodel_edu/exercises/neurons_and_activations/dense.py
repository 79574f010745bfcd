"""Return the sums of a layer of neurons, before the activation."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes


def _dense(x, w, b):
    return x @ w.T + b


def rows(rng: np.random.Generator) -> Call:
    batch, inputs, outputs = sizes(rng, 3)
    return arguments(normal(rng, batch, inputs), normal(rng, outputs, inputs), normal(rng, outputs))


def two_leading_axes(rng: np.random.Generator) -> Call:
    texts, places, inputs, outputs = sizes(rng, 4)
    return arguments(normal(rng, texts, places, inputs), normal(rng, outputs, inputs), normal(rng, outputs))


def as_many_outputs_as_inputs(rng: np.random.Generator) -> Call:
    batch, width = sizes(rng, 2)
    return arguments(normal(rng, batch, width), normal(rng, width, width), normal(rng, width))


def linear(ask, rng: np.random.Generator) -> bool:
    x, y, w, b = normal(rng, 4, 3), normal(rng, 4, 3), normal(rng, 5, 3), normal(rng, 5)
    zero = np.asarray(ask(np.zeros_like(x), w, b))
    return np.allclose(np.asarray(ask(x + y, w, b)) + zero, np.asarray(ask(x, w, b)) + ask(y, w, b), atol=1e-4)


def not_transposed(x, w, b):
    return x @ w + b


def weights_first(x, w, b):
    return w @ x + b


def no_bias(x, w, b):
    return x @ w.T


def bias_subtracted(x, w, b):
    return x @ w.T - b


def mean_product(x, w, b):
    return x @ w.T / x.shape[-1] + b


def activated(x, w, b):
    return np.maximum(x @ w.T + b, 0)


EXERCISE = function(
    __file__,
    points=3,
    reference=_dense,
    core={
        "a batch of rows": rows,
        "two leading axes": two_leading_axes,
        "as many outputs as inputs": as_many_outputs_as_inputs,
    },
    properties=(linear,),
    bans=(".linear", ".Linear", "bigmodel_edu.models"),
    draws=3,
    mistakes={
        "transposed": not_transposed,
        "weights-first": weights_first,
        "no-bias": no_bias,
        "bias-subtracted": bias_subtracted,
        "mean": mean_product,
        "activated": activated,
    },
)
