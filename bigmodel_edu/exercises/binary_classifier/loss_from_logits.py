"""Mean binary cross-entropy, in nats, without overflow."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal
from bigmodel_edu.exercises.binary_classifier.small_network import both_labels, losses, sigmoid


def row_of_logits(rng: np.random.Generator) -> Call:
    count = int(rng.integers(3, 12))
    return arguments(normal(rng, count, scale=2.0), both_labels(rng, count))


def column_of_logits(rng: np.random.Generator) -> Call:
    logits, labels = row_of_logits(rng).args
    return arguments(logits[:, None], labels)


def large_logits(rng: np.random.Generator) -> Call:
    count = int(rng.integers(4, 9))
    logits = normal(rng, count, scale=1.0) + np.where(rng.random(count) < 0.5, -1, 1) * rng.integers(100, 2_000, count)
    labels = both_labels(rng, count)
    logits[0] = abs(logits[0])
    labels[0], labels[1:3] = 0.0, [1.0, 0.0]  # the first is certain, and wrong
    return arguments(logits.astype(np.float32), labels)


def mean_loss(logits, labels):
    return float(losses(np.reshape(logits, -1), labels).mean())


def clipped(eps):
    def wrong(logits, labels):
        p = np.clip(sigmoid(np.reshape(logits, -1)), eps, 1 - eps)
        return float(-(labels * np.log(p) + (1 - labels) * np.log(1 - p)).mean())

    return wrong


def overflowing(logits, labels):
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-np.reshape(logits, -1).astype(np.float64)))
        return float(-(labels * np.log(p) + (1 - labels) * np.log(1 - p)).mean())


EXERCISE = function(
    __file__,
    points=3,
    reference=mean_loss,
    core={"a row of logits": row_of_logits, "a column of logits": column_of_logits},
    edges={"large logits": large_logits},
    bans=("torch.nn.functional.binary_cross_entropy_with_logits", ".BCEWithLogitsLoss", ".log_loss"),
    mistakes={
        "every-pair": lambda logits, labels: float(losses(logits, labels).mean()),
        "overflow": overflowing,
        "clipped": (clipped(1e-7), clipped(1e-12), clipped(1e-15), clipped(1e-8), clipped(1e-6)),
        "sum": lambda logits, labels: float(losses(np.reshape(logits, -1), labels).sum()),
        "labels-swapped": lambda logits, labels: mean_loss(logits, 1 - np.asarray(labels)),
        "positives-only": lambda logits, labels: float((np.asarray(labels) * losses(np.reshape(logits, -1), 1.0)).mean()),
        "bits": lambda logits, labels: mean_loss(logits, labels) / math.log(2),
        "squared": lambda logits, labels: float(((sigmoid(np.reshape(logits, -1)) - labels) ** 2).mean()),
    },
)
