"""Count what was said about each class."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def confusion(labels, predictions, classes):
    table = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(table, (np.asarray(labels), np.asarray(predictions)), 1)
    return table


def some_answers(rng: np.random.Generator) -> Call:
    classes, count = int(rng.integers(3, 6)), int(rng.integers(25, 50))
    labels = rng.integers(0, classes, count)
    predictions = np.where(rng.random(count) < 0.5, labels, (labels + rng.integers(0, 2, count)) % classes)
    return arguments(labels, predictions, classes)


def classes_that_do_not_occur(rng: np.random.Generator) -> Call:
    labels, predictions, classes = some_answers(rng).args
    return arguments(labels, predictions, classes + int(rng.integers(1, 4)))


EXERCISE = function(
    __file__,
    points=2,
    reference=confusion,
    core={"every class occurs": some_answers},
    edges={"classes that do not occur": classes_that_do_not_occur},
    bans=("sklearn", ".crosstab"),
    mistakes={
        "transposed": lambda labels, predictions, classes: confusion(predictions, labels, classes),
        "each-pair-once": lambda labels, predictions, classes: np.minimum(confusion(labels, predictions, classes), 1),
        "shares": (
            lambda labels, predictions, classes: (
                confusion(labels, predictions, classes) / np.maximum(confusion(labels, predictions, classes).sum(axis=1, keepdims=True), 1)
            ),
            lambda labels, predictions, classes: confusion(labels, predictions, classes) / len(labels),
        ),
        "only-the-classes-that-occur": lambda labels, predictions, classes: confusion(
            labels, predictions, int(max(labels.max(), predictions.max())) + 1
        ),
        "mistakes-only": lambda labels, predictions, classes: (
            confusion(labels, predictions, classes) * (1 - np.eye(classes, dtype=np.int64))
        ),
    },
)
