"""Return the share of pictures whose class is among the k best."""

from itertools import pairwise

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def top_k(scores, labels, k):
    best = np.argsort(-np.asarray(scores), axis=1, kind="stable")[:, :k]
    return float((best == np.asarray(labels)[:, None]).any(axis=1).mean())


def _scores(rng: np.random.Generator, k: int | None) -> Call:
    count, classes = int(rng.integers(25, 45)), int(rng.integers(6, 11))
    labels = rng.integers(0, classes, count)
    scores = rng.normal(size=(count, classes)) + 1.2 * np.eye(classes)[labels]
    return arguments(scores, labels, k or int(rng.integers(2, 4)))


def first_only(rng: np.random.Generator) -> Call:
    return _scores(rng, 1)


def first_few(rng: np.random.Generator) -> Call:
    return _scores(rng, None)


def grows(ask, rng: np.random.Generator) -> bool:
    scores, labels, _k = _scores(rng, 1).args
    values = [float(np.asarray(ask(scores, labels, k))) for k in range(1, scores.shape[1] + 1)]
    return all(low <= high + 1e-9 for low, high in pairwise(values)) and abs(values[-1] - 1) < 1e-9


EXERCISE = function(
    __file__,
    points=2,
    reference=top_k,
    core={"a larger k": first_few},
    edges={"k = 1": first_only},
    properties=(grows,),
    bans=("sklearn.metrics",),
    mistakes={
        "best-only": lambda scores, labels, k: top_k(scores, labels, 1),
        "lowest": lambda scores, labels, k: top_k(-scores, labels, k),
        "one-too-many": lambda scores, labels, k: top_k(scores, labels, k + 1),
        "one-too-few": lambda scores, labels, k: top_k(scores, labels, k - 1) if k > 1 else 0.0,
        "divided-by-k": lambda scores, labels, k: top_k(scores, labels, k) / k,
        "number-of-hits": lambda scores, labels, k: top_k(scores, labels, k) * len(labels),
    },
)
