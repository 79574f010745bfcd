"""Return the mean F1 of all classes."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def counts_of(truth, predicted, classes):
    truth, predicted = np.asarray(truth), np.asarray(predicted)
    hit = np.array([((truth == each) & (predicted == each)).sum() for each in range(classes)], dtype=np.float64)
    said = np.array([(predicted == each).sum() for each in range(classes)], dtype=np.float64)
    real = np.array([(truth == each).sum() for each in range(classes)], dtype=np.float64)
    return hit, said, real


def f1s(truth, predicted, classes):
    hit, said, real = counts_of(truth, predicted, classes)
    return 2 * hit / np.maximum(said + real, 1)


def macro(truth, predicted, classes):
    return float(f1s(truth, predicted, classes).mean())


def verdicts(rng: np.random.Generator, classes: int, share: float = 0.6) -> tuple[np.ndarray, np.ndarray]:
    count = int(rng.integers(17, 40))
    chances = np.arange(1, classes + 1) ** 1.5
    truth = rng.choice(classes, count, p=chances / chances.sum())
    truth[: 2 * classes] = np.resize(np.arange(classes), 2 * classes)
    predicted = np.where(rng.random(count) < share, truth, rng.integers(0, classes, count))
    predicted[:classes], predicted[classes] = np.arange(classes), classes - 1  # every class is found, and one error is sure
    return truth, predicted


def two(rng: np.random.Generator) -> Call:
    return arguments(*verdicts(rng, 2), 2)


def several(rng: np.random.Generator) -> Call:
    classes = int(rng.integers(3, 6))
    return arguments(*verdicts(rng, classes), classes)


def never_said(rng: np.random.Generator) -> Call:
    classes = int(rng.integers(3, 6))
    truth, predicted = verdicts(rng, classes)
    missing = int(rng.integers(0, classes))
    return arguments(truth, np.where(predicted == missing, (missing + 1) % classes, predicted), classes)


def never_there(rng: np.random.Generator) -> Call:
    truth, predicted = verdicts(rng, 3)
    return arguments(truth, predicted, 5)


def macro_micro(truth, predicted, classes):
    return float((np.asarray(truth) == np.asarray(predicted)).mean())


def macro_weighted(truth, predicted, classes):
    real = counts_of(truth, predicted, classes)[2]
    return float((f1s(truth, predicted, classes) * real).sum() / real.sum())


def macro_last(truth, predicted, classes):
    return float(f1s(truth, predicted, classes)[-1])


def macro_class_one(truth, predicted, classes):
    return float(f1s(truth, predicted, classes)[1])


def macro_of_means(truth, predicted, classes):
    hit, said, real = counts_of(truth, predicted, classes)
    precision, recall = (hit / np.maximum(said, 1)).mean(), (hit / np.maximum(real, 1)).mean()
    return float(2 * precision * recall / max(precision + recall, 1e-12))


def macro_recall(truth, predicted, classes):
    hit, _said, real = counts_of(truth, predicted, classes)
    return float((hit / np.maximum(real, 1)).mean())


def macro_precision(truth, predicted, classes):
    hit, said, _real = counts_of(truth, predicted, classes)
    return float((hit / np.maximum(said, 1)).mean())


def macro_present(truth, predicted, classes):
    real = counts_of(truth, predicted, classes)[2]
    return float(f1s(truth, predicted, classes)[real > 0].mean())


def macro_nan(truth, predicted, classes):
    hit, said, real = counts_of(truth, predicted, classes)
    with np.errstate(all="ignore"):
        precision, recall = hit / said, hit / real
        return float((2 * precision * recall / (precision + recall)).mean())


def macro_arithmetic(truth, predicted, classes):
    hit, said, real = counts_of(truth, predicted, classes)
    return float(((hit / np.maximum(said, 1) + hit / np.maximum(real, 1)) / 2).mean())


EXERCISE = function(
    __file__,
    points=3,
    reference=macro,
    core={"two classes": two, "several classes": several},
    edges={"a class that is never predicted": never_said, "classes that do not occur": never_there},
    bans=(".f1_score", ".precision_recall_fscore_support", ".classification_report", "sklearn"),
    mistakes={
        "accuracy": macro_micro,
        "weighted": macro_weighted,
        "one-class": (macro_class_one, macro_last),
        "of-means": macro_of_means,
        "recall": macro_recall,
        "precision": macro_precision,
        "arithmetic-mean": macro_arithmetic,
        "present-only": macro_present,
        "nan": macro_nan,
    },
)
