"""Return the slopes of the mean cross-entropy by every score."""

import numpy as np

from bigmodel_edu.checking import function
from bigmodel_edu.exercises.classification.scores import as_many_rows_as_classes, large_scores, ordinary_scores, softmax


def _cross_entropy_gradient(logits, target):
    hot = np.eye(logits.shape[-1])[target]
    return (softmax(logits.astype(np.float64)) - hot) / len(target)


def one_of_the_target_only(logits, target):
    gradient = np.zeros_like(logits)
    places = np.arange(len(target)), target
    gradient[places] = (softmax(logits)[places] - 1) / len(target)
    return gradient


def by_the_probabilities(logits, target):
    hot = np.eye(logits.shape[-1])[target]
    return -hot / np.clip(softmax(logits), 1e-12, None) / len(target)


def rows(ask, rng: np.random.Generator) -> bool:
    gradient = np.asarray(ask(*ordinary_scores(rng).args), dtype=float)
    return np.abs(gradient.sum(axis=-1)).max() < 1e-5


EXERCISE = function(
    __file__,
    points=3,
    reference=_cross_entropy_gradient,
    core={"ordinary scores": ordinary_scores, "as many rows as classes": as_many_rows_as_classes},
    edges={"large scores": large_scores},
    properties=(rows,),
    bans=(".autograd", ".backward", ".grad", ".cross_entropy", ".CrossEntropyLoss", "bigmodel_edu.models"),
    mistakes={
        "not-divided": lambda logits, target: _cross_entropy_gradient(logits, target) * len(target),
        "only-the-probabilities": lambda logits, target: softmax(logits.astype(np.float64)) / len(target),
        "opposite": lambda logits, target: -_cross_entropy_gradient(logits, target),
        "only-the-target": one_of_the_target_only,
        "by-the-probabilities": by_the_probabilities,
        "scores": lambda logits, target: (logits - np.eye(logits.shape[-1])[target]) / len(target),
        "divided-by-everything": lambda logits, target: _cross_entropy_gradient(logits, target) / logits.shape[-1],
    },
)
