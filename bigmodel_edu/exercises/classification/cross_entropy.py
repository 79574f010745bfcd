"""Return the mean cross-entropy in nats."""

import numpy as np

from bigmodel_edu.checking import function
from bigmodel_edu.exercises.classification.scores import as_many_rows_as_classes, large_scores, log_softmax, ordinary_scores, softmax


def of_the_target(table, target):
    return table[np.arange(len(target)), target]


def _cross_entropy(logits, target):
    return float(-of_the_target(log_softmax(logits.astype(np.float64)), target).mean())


def overflowing(logits, target):
    with np.errstate(all="ignore"):
        powers = np.exp(logits)
        return float(-of_the_target(np.log(powers / powers.sum(axis=-1, keepdims=True)), target).mean())


def log_of_underflow(logits, target):
    with np.errstate(all="ignore"):
        return float(-np.log(of_the_target(softmax(logits), target)).mean())


def clipped(logits, target):
    return float(-np.log(np.clip(of_the_target(softmax(logits), target), 1e-12, None)).mean())


def softmax_twice(logits, target):
    return float(-of_the_target(log_softmax(softmax(logits)), target).mean())


def log_of_scores(logits, target):
    return float(-of_the_target(logits, target).mean())


def probability(logits, target):
    return float(1 - of_the_target(softmax(logits), target).mean())


def over_the_rows(logits, target):
    return float(-of_the_target(log_softmax(logits.T).T, target).mean())


def mean_over_everything(logits, target):
    return float(-of_the_target(log_softmax(logits), target).sum() / logits.size)


EXERCISE = function(
    __file__,
    points=4,
    reference=_cross_entropy,
    core={"ordinary scores": ordinary_scores, "as many rows as classes": as_many_rows_as_classes},
    edges={"large scores": large_scores},
    bans=(".cross_entropy", ".CrossEntropyLoss", ".nll_loss", ".log_loss", "sklearn", "bigmodel_edu.models"),
    mistakes={
        "softmax-twice": softmax_twice,
        "overflow": overflowing,
        "log-of-zero": log_of_underflow,
        "clipped": clipped,
        "sum": lambda logits, target: _cross_entropy(logits, target) * len(target),
        "mean-over-everything": mean_over_everything,
        "no-softmax": log_of_scores,
        "probability": probability,
        "over-the-rows": over_the_rows,
        "sign": lambda logits, target: -_cross_entropy(logits, target),
        "base-two": lambda logits, target: _cross_entropy(logits, target) / np.log(2),
    },
)
