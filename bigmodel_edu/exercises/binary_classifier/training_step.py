"""One step of gradient descent on the mean cross-entropy of `predict`."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.binary_classifier.small_network import both_labels, layers, losses, sigmoid


def step(x, y, w1, b1, w2, b2, learning_rate, *, mean=True, squared=False, slope=True, fresh=False, sign=1.0, biases=True):
    hidden = np.tanh(x @ w1 + b1)
    p = sigmoid(hidden @ w2 + b2)
    error = (p - y) / (len(x) if mean else 1)
    if squared:
        error = error * p * (1 - p)
    rate = sign * learning_rate
    new_w2 = w2 - rate * hidden.T @ error
    back = np.outer(error, new_w2 if fresh else w2) * ((1 - hidden**2) if slope else 1)
    move = rate if biases else 0.0
    return w1 - rate * x.T @ back, b1 - move * back.sum(0), new_w2, b2 - move * error.sum()


def step_in_place(x, y, w1, b1, w2, b2, learning_rate):
    hidden = np.tanh(x @ w1 + b1)
    error = (sigmoid(hidden @ w2 + b2) - y) / len(x)
    w2 -= learning_rate * hidden.T @ error
    back = np.outer(error, w2) * (1 - hidden**2)
    w1 -= learning_rate * x.T @ back
    b1 -= learning_rate * back.sum(0)
    return w1, b1, w2, b2 - learning_rate * error.sum()


def one_bias(x, y, w1, b1, w2, b2, learning_rate, mean=True):
    new_w1, new_b1, new_w2, new_b2 = step(x, y, w1, b1, w2, b2, learning_rate, mean=mean)
    return new_w1, b1 + (new_b1 - b1).sum(), new_w2, new_b2


def training_call(rng: np.random.Generator) -> Call:
    x, weights = layers(rng)
    return arguments(x, both_labels(rng, len(x)), *weights, round(float(rng.uniform(0.2, 1.5)), 2))


def falls(ask, rng: np.random.Generator) -> bool:
    x, weights = layers(rng)
    y = both_labels(rng, len(x))
    new = ask(x, y, *weights, 0.01)

    def loss(w1, b1, w2, b2):
        return losses(np.tanh(x @ w1 + b1) @ w2 + b2, y).mean()

    return bool(loss(*new) < loss(*weights))


EXERCISE = function(
    __file__,
    points=4,
    reference=step,
    core=training_call,
    properties=(falls,),
    draws=5,
    mistakes={
        "sum": lambda *a: step(*a, mean=False),
        "squared-error": lambda *a: step(*a, squared=True),
        "no-slope": lambda *a: step(*a, slope=False),
        "already-changed": (lambda *a: step(*a, fresh=True), step_in_place),
        "rows-meet-units": lambda x, y, w1, b1, w2, b2, r: (sigmoid(np.tanh(x @ w1 + b1) @ w2 + b2) - y) * w2,
        "one-bias-for-all": (
            lambda x, y, w1, b1, w2, b2, r: one_bias(x, y, w1, b1, w2, b2, r),
            lambda x, y, w1, b1, w2, b2, r: one_bias(x, y, w1, b1, w2, b2, r, mean=False),
        ),
        "uphill": lambda *a: step(*a, sign=-1.0),
        "biases-stay": lambda *a: step(*a, biases=False),
        "derivatives": lambda x, y, w1, b1, w2, b2, r: tuple(
            (old - new) / r for old, new in zip((w1, b1, w2, b2), step(x, y, w1, b1, w2, b2, r), strict=True)
        ),
    },
)
