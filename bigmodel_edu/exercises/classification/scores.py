"""Scores of several classes, ordinary and large, and their softmax."""

import numpy as np

from bigmodel_edu.checking import Call, arguments


def labels(rng: np.random.Generator, count: int) -> np.ndarray:
    y = (rng.random(count) < 0.4).astype(np.float64)
    y[0], y[1] = 1.0, 0.0
    return y


def log_softmax(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def scores(rng: np.random.Generator, scale: float, shift: float = 0.0, classes: int | None = None) -> Call:
    rows = int(rng.integers(5, 9))
    classes = classes or int(rng.integers(10, 14) if rng.random() < 0.5 else rng.integers(2, 5))
    logits = shift + scale * rng.standard_normal((rows, classes))
    target = rng.integers(0, classes, rows)
    return arguments(logits.astype(np.float32), target)


def ordinary_scores(rng: np.random.Generator) -> Call:
    return scores(rng, 1.5)


def as_many_rows_as_classes(rng: np.random.Generator) -> Call:
    size = int(rng.integers(4, 7))
    logits = (1.5 * rng.standard_normal((size, size))).astype(np.float32)
    return arguments(logits, rng.integers(0, size, size))


def large_scores(rng: np.random.Generator) -> Call:
    call = scores(rng, 30.0, shift=float(rng.choice([-500.0, 400.0])), classes=5)
    call.args[0][0] = 0.0  # the target of this row lies 300 below the best: its probability underflows, its logarithm does not
    call.args[0][0, (call.args[1][0] + 1) % 5] = 300.0
    return call


def softmax(logits):
    return np.exp(log_softmax(logits))
