"""Return the mean binary cross-entropy in nats."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.classification.scores import labels

EPS = 1e-6


def _binary_cross_entropy(y, p):
    p = np.clip(p, EPS, 1 - EPS)
    return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())


def doubtful(rng: np.random.Generator) -> Call:
    count = int(rng.integers(5, 12))
    return arguments(labels(rng, count), rng.uniform(0.05, 0.95, count))


def certain_and_right(rng: np.random.Generator) -> Call:
    count = int(rng.integers(6, 12))
    y, p = labels(rng, count), rng.uniform(0.1, 0.9, count)
    p[:2] = y[:2]  # 1 for a yes, 0 for a no: 0 · log 0 is where NaN comes from
    return arguments(y, p)


def certain_and_wrong(rng: np.random.Generator) -> Call:
    count = int(rng.integers(6, 12))
    y, p = labels(rng, count), rng.uniform(0.1, 0.9, count)
    p[:2] = 1 - y[:2]
    return arguments(y, p)


def logs_of_zero(y, p):
    with np.errstate(all="ignore"):
        return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())


def zero_added(y, p):
    with np.errstate(all="ignore"):
        return float(np.nan_to_num(-(y * np.log(p) + (1 - y) * np.log(1 - p)), posinf=0.0).mean())


def minus_on_the_first(y, p):
    p = np.clip(p, EPS, 1 - EPS)
    return float((-(y * np.log(p)) + (1 - y) * np.log(1 - p)).mean())


def bracket_too_far(y, p):
    p = np.clip(p, EPS, 1 - EPS)
    return float(-(y * (np.log(p) + (1 - y) * np.log(1 - p))).mean())


def log_of_one_minus(y, p):
    p = np.clip(p, EPS, 1 - EPS)
    return float(-(y * np.log(p) + (1 - y) * (np.log(1) - p)).mean())


def only_the_positive(y, p):
    return float(-(y * np.log(np.clip(p, EPS, 1 - EPS))).mean())


def swapped_arguments(y, p):
    y = np.clip(y, EPS, 1 - EPS)
    return float(-(p * np.log(y) + (1 - p) * np.log(1 - y)).mean())


EXERCISE = function(
    __file__,
    points=3,
    reference=_binary_cross_entropy,
    core={"doubtful": doubtful},
    edges={"certain and right": certain_and_right, "certain and wrong": certain_and_wrong},
    bans=(".log_loss", ".binary_cross_entropy", ".binary_cross_entropy_with_logits", ".BCELoss", ".BCEWithLogitsLoss", "sklearn"),
    relative=5e-3,
    absolute=1e-5,
    mistakes={
        "log-of-zero": logs_of_zero,
        "zero-for-infinity": zero_added,
        "sum": lambda y, p: _binary_cross_entropy(y, p) * len(y),
        "minus-on-the-first": minus_on_the_first,
        "bracket-too-far": (bracket_too_far, only_the_positive),
        "log-of-one": log_of_one_minus,
        "sign": lambda y, p: -_binary_cross_entropy(y, p),
        "base-two": lambda y, p: _binary_cross_entropy(y, p) / np.log(2),
        "squares": lambda y, p: float(((y - p) ** 2).mean()),
        "swapped": swapped_arguments,
    },
)
