"""Mean binary cross-entropy, in nats."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _log_loss(probabilities, labels):
    p, y = np.asarray(probabilities, dtype=np.float64), np.asarray(labels) == 1
    with np.errstate(divide="ignore"):
        return float(-np.log(np.where(y, p, 1 - p)).mean())


def _probabilities(rng: np.random.Generator) -> Call:
    count = int(rng.integers(5, 14))
    labels = (rng.random(count) < 0.4).astype(np.int64)
    labels[:2] = [0, 1]
    return arguments(rng.uniform(0.03, 0.97, count), rng.permutation(labels))


def certain_and_right(rng: np.random.Generator) -> Call:
    probabilities, labels = _probabilities(rng).args
    probabilities[np.flatnonzero(labels == 1)[0]] = 1.0
    probabilities[np.flatnonzero(labels == 0)[0]] = 0.0
    return arguments(probabilities, labels)


def certain_and_wrong(rng: np.random.Generator) -> Call:
    probabilities, labels = certain_and_right(rng).args
    wrong = int(rng.integers(2))
    probabilities[np.flatnonzero(labels == wrong)[-1]] = 1.0 - wrong
    return arguments(probabilities, labels)


def quiet(function):
    def wrong(probabilities, labels):
        with np.errstate(all="ignore"):
            return float(function(np.asarray(probabilities, dtype=np.float64), np.asarray(labels, dtype=np.float64)))

    return wrong


def _clip(eps):
    def wrong(probabilities, labels):
        return _log_loss(np.clip(probabilities, eps, 1 - eps), labels)

    return wrong


EXERCISE = function(
    __file__,
    points=3,
    reference=_log_loss,
    core={"certain and wrong": certain_and_wrong},
    edges={"ordinary": _probabilities, "certain and right": certain_and_right},
    bans=("torch.nn.functional.binary_cross_entropy", ".BCELoss", "sklearn.metrics"),
    mistakes={
        "minus-on-one-term": quiet(lambda p, y: (-y * np.log(p) + (1 - y) * np.log(1 - p)).mean()),
        "mean-of-one-term": quiet(lambda p, y: -(y * np.log(p)).mean() + ((1 - y) * np.log(1 - p)).sum()),
        "log-of-the-product": quiet(lambda p, y: -(np.log(y * p) + np.log((1 - y) * (1 - p))).mean()),
        "zero-times-infinity": quiet(lambda p, y: -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()),
        "clipped": (_clip(1e-7), _clip(1e-12), _clip(1e-15), _clip(1e-8), _clip(1e-10)),
        "sum": quiet(lambda p, y: -np.log(np.where(y == 1, p, 1 - p)).sum()),
        "bits": quiet(lambda p, y: -np.log2(np.where(y == 1, p, 1 - p)).mean()),
    },
)
