"""Take one step with momentum; the inputs stay as they are."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes


def _momentum_step(weights, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + gradient
    return weights - learning_rate * velocity, velocity


def rolling(rng: np.random.Generator) -> Call:
    shape = sizes(rng, int(rng.integers(1, 3)))
    settings = [round(float(rng.uniform(0.05, 0.3)), 2), round(float(rng.uniform(0.6, 0.95)), 2)]
    return arguments(normal(rng, *shape), normal(rng, *shape, scale=2.0), normal(rng, *shape), *settings)


def at_rest(rng: np.random.Generator) -> Call:
    call = rolling(rng)
    call.args[1][:] = 0
    return call


def old_velocity(weights, velocity, gradient, learning_rate, momentum):
    return weights - learning_rate * velocity, momentum * velocity + gradient


def faded_gradient(weights, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + (1 - momentum) * gradient
    return weights - learning_rate * velocity, velocity


def rate_inside(weights, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + learning_rate * gradient
    return weights - velocity, velocity


def rate_inside_with_sign(weights, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity - learning_rate * gradient
    return weights + velocity, velocity


def nothing_fades(weights, velocity, gradient, learning_rate, momentum):
    return weights - learning_rate * (velocity + gradient), velocity + gradient


def forgets(weights, velocity, gradient, learning_rate, momentum):
    return weights - learning_rate * gradient, gradient


def looks_ahead(weights, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + gradient
    return weights - learning_rate * (gradient + momentum * velocity), velocity


EXERCISE = function(
    __file__,
    points=2,
    reference=_momentum_step,
    core={"already rolling": rolling},
    edges={"from rest": at_rest},
    bans=("torch.optim", "bigmodel_edu.training"),
    draws=3,
    mistakes={
        "old-velocity": old_velocity,
        "mean-of-gradients": faded_gradient,
        "rate-inside": (rate_inside, rate_inside_with_sign),
        "nothing-fades": nothing_fades,
        "forgets": forgets,
        "looks-ahead": looks_ahead,
    },
)
