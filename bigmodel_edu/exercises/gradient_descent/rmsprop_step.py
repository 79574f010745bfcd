"""Take one step of RMSProp; the inputs stay as they are."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes


def _rmsprop_step(weights, square, gradient, learning_rate, alpha, eps):
    square = alpha * square + (1 - alpha) * gradient**2
    return weights - learning_rate * gradient / (np.sqrt(square) + eps), square


def moment_call(rng: np.random.Generator, first: bool) -> Call:
    shape = sizes(rng, int(rng.integers(1, 3)))
    square = np.zeros(shape, dtype=np.float32) if first else normal(rng, *shape) ** 2
    settings = [round(float(rng.uniform(0.01, 0.2)), 3), round(float(rng.uniform(0.6, 0.95)), 2), 0.05]
    return arguments(normal(rng, *shape), square, normal(rng, *shape, scale=0.7), *settings)


def first_rms_step(rng: np.random.Generator) -> Call:
    return moment_call(rng, first=True)


def later_rms_step(rng: np.random.Generator) -> Call:
    return moment_call(rng, first=False)


def flat_places(rng: np.random.Generator) -> Call:
    """Some weights have never had a gradient: only ε keeps the division finite."""
    call = moment_call(rng, first=True)
    call.args[2].flat[::2] = 0
    return call


def rms_eps_inside(weights, square, gradient, learning_rate, alpha, eps):
    square = alpha * square + (1 - alpha) * gradient**2
    return weights - learning_rate * gradient / np.sqrt(square + eps), square


def rms_no_root(weights, square, gradient, learning_rate, alpha, eps):
    square = alpha * square + (1 - alpha) * gradient**2
    return weights - learning_rate * gradient / (square + eps), square


def rms_swapped(weights, square, gradient, learning_rate, alpha, eps):
    return _rmsprop_step(weights, square, gradient, learning_rate, 1 - alpha, eps)


def rms_old_square(weights, square, gradient, learning_rate, alpha, eps):
    new = alpha * square + (1 - alpha) * gradient**2
    return weights - learning_rate * gradient / (np.sqrt(square) + eps), new


def rms_not_squared(weights, square, gradient, learning_rate, alpha, eps):
    square = alpha * square + (1 - alpha) * np.abs(gradient)
    return weights - learning_rate * gradient / (np.sqrt(square) + eps), square


def rms_sum(weights, square, gradient, learning_rate, alpha, eps):
    square = square + gradient**2
    return weights - learning_rate * gradient / (np.sqrt(square) + eps), square


def rms_no_eps(weights, square, gradient, learning_rate, alpha, eps):
    square = alpha * square + (1 - alpha) * gradient**2
    with np.errstate(all="ignore"):
        return weights - learning_rate * gradient / np.sqrt(square), square


def rms_corrected(weights, square, gradient, learning_rate, alpha, eps):
    square = alpha * square + (1 - alpha) * gradient**2
    return weights - learning_rate * gradient / (np.sqrt(square / (1 - alpha)) + eps), square


EXERCISE = function(
    __file__,
    points=3,
    reference=_rmsprop_step,
    core={"a later step": later_rms_step},
    edges={"a first step": first_rms_step, "places without a slope": flat_places},
    bans=("torch.optim", "bigmodel_edu.training"),
    draws=3,
    mistakes={
        "eps-inside": rms_eps_inside,
        "no-root": rms_no_root,
        "alpha-swapped": rms_swapped,
        "old-square": rms_old_square,
        "not-squared": rms_not_squared,
        "adagrad": rms_sum,
        "no-eps": rms_no_eps,
        "corrected": rms_corrected,
    },
)
