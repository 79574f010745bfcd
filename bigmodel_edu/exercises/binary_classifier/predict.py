"""The probability of class 1 for each row."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.binary_classifier.small_network import layers, sigmoid


def prediction(rng: np.random.Generator, scale: float) -> Call:
    x, weights = layers(rng, scale)
    return arguments(x, *weights)


def forward(x, w1, b1, w2, b2):
    return sigmoid(np.tanh(x @ w1 + b1) @ w2 + b2)


def torch_of_numpy(x, w1, b1, w2, b2):
    raise TypeError("tanh(): argument 'input' (position 1) must be Tensor, not numpy.ndarray")


def probabilities(ask, rng: np.random.Generator) -> bool:
    x, weights = layers(rng, 3.0)
    got = np.asarray(ask(x, *weights))
    return got.shape == (len(x),) and bool(((got >= 0) & (got <= 1)).all())


def rows(ask, rng: np.random.Generator) -> bool:
    x, weights = layers(rng)
    order = rng.permutation(len(x))
    return np.allclose(np.asarray(ask(x, *weights))[order], ask(x[order], *weights), atol=1e-6)


EXERCISE = function(
    __file__,
    points=3,
    reference=forward,
    core={"ordinary": lambda rng: prediction(rng, 1.0)},
    edges={"with large scores": lambda rng: prediction(rng, 900.0)},
    properties=(probabilities, rows),
    mistakes={
        "torch-of-numpy": torch_of_numpy,
        "not-added-up": lambda x, w1, b1, w2, b2: sigmoid(np.tanh(x @ w1 + b1) * w2 + b2),
        "no-activation": lambda x, w1, b1, w2, b2: sigmoid((x @ w1 + b1) @ w2 + b2),
        "no-sigmoid": lambda x, w1, b1, w2, b2: np.tanh(x @ w1 + b1) @ w2 + b2,
        "sigmoid-inside": lambda x, w1, b1, w2, b2: sigmoid(sigmoid(x @ w1 + b1) @ w2 + b2),
        "relu-inside": lambda x, w1, b1, w2, b2: sigmoid(np.maximum(x @ w1 + b1, 0) @ w2 + b2),
        "bias-outside": lambda x, w1, b1, w2, b2: sigmoid((np.tanh(x @ w1) + b1) @ w2 + b2),
        "no-first-bias": lambda x, w1, b1, w2, b2: sigmoid(np.tanh(x @ w1) @ w2 + b2),
        "no-second-bias": lambda x, w1, b1, w2, b2: sigmoid(np.tanh(x @ w1 + b1) @ w2),
        "tanh-at-the-end": lambda x, w1, b1, w2, b2: np.tanh(np.tanh(x @ w1 + b1) @ w2 + b2),
        "a-column": lambda x, w1, b1, w2, b2: forward(x, w1, b1, w2, b2)[:, None],
        "rounded": lambda x, w1, b1, w2, b2: (forward(x, w1, b1, w2, b2) >= 0.5).astype(np.float64),
    },
)
