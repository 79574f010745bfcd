"""Return the area under the ROC curve."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.classification.scores import labels


def _roc_auc(y, score):
    positive, negative = score[y == 1], score[y == 0]
    above = (positive[:, None] > negative).sum() + 0.5 * (positive[:, None] == negative).sum()
    return float(above / (len(positive) * len(negative)))


def without_ties(rng: np.random.Generator) -> Call:
    count = int(rng.integers(9, 16))
    y = labels(rng, count).astype(np.int64)
    return arguments(y, rng.permutation(count) * 0.37 - 2.0 + y)


def worse_than_chance(rng: np.random.Generator) -> Call:
    return arguments(np.array([1, 0, 1, 0, 0]), np.array([0.1, 0.4, 0.35, 0.8, 0.2]))


def with_ties(rng: np.random.Generator) -> Call:
    count = int(rng.integers(12, 20))
    y = labels(rng, count).astype(np.int64)
    order = rng.permutation(count)
    score = rng.integers(-2, 3, count) / 2 + 0.5 * y
    score[0] = score[1]  # a yes and a no with one score
    return arguments(y[order], score[order])


def all_alike(rng: np.random.Generator) -> Call:
    count = int(rng.integers(7, 12))
    y = rng.permutation(labels(rng, count)).astype(np.int64)
    return arguments(y, np.full(count, round(float(rng.normal()), 2)))


def unmoved(ask, rng: np.random.Generator) -> bool:
    y, score = without_ties(rng).args
    return abs(float(ask(y, score)) - float(ask(y, np.exp(score)))) < 1e-6


def ties_lost(y, score):
    positive, negative = score[y == 1], score[y == 0]
    return float((positive[:, None] > negative).mean())


def ties_won(y, score):
    positive, negative = score[y == 1], score[y == 0]
    return float((positive[:, None] >= negative).mean())


def ranks_by_place(y, score):
    ranks = np.empty(len(score))
    ranks[np.argsort(score, kind="stable")] = np.arange(1, len(score) + 1)
    positives = int((y == 1).sum())
    return float((ranks[y == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(y) - positives)))


def step_by_step(y, score):
    """The staircase walked case by case in falling order, equal scores as they come."""
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(y[order] == 1)
    negatives = y[order] == 0
    return float(hits[negatives].sum() / (hits[-1] * negatives.sum()))


def accuracy(y, score):
    return float(((score > 0.5) == (y == 1)).mean())


def gini(y, score):
    return 2 * _roc_auc(y, score) - 1


def at_one_threshold(y, score):
    return float(((score[y == 1] > 0.5).mean() + (score[y == 0] <= 0.5).mean()) / 2)


EXERCISE = function(
    __file__,
    points=4,
    reference=_roc_auc,
    core={"all scores different": (without_ties, worse_than_chance), "equal scores": with_ties},
    edges={"one score for all": all_alike},
    properties=(unmoved,),
    bans=(".roc_auc_score", ".roc_curve", ".auc", ".mannwhitneyu", "sklearn"),
    draws=5,
    mistakes={
        "ties-lost": ties_lost,
        "ties-won": ties_won,
        "ties-by-place": (ranks_by_place, step_by_step),
        "other-way-round": lambda y, score: 1 - _roc_auc(y, score),
        "gini": gini,
        "accuracy": accuracy,
        "one-threshold": at_one_threshold,
    },
)
