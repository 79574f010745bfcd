"""Of the ill, the share with an alarm; of the others, the share without."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def two_rates(probabilities, labels, threshold):
    ill, alarm = np.asarray(labels) == 1, np.asarray(probabilities) >= threshold
    return float(alarm[ill].mean()), float((~alarm[~ill]).mean())


def rates_call(rng: np.random.Generator) -> Call:
    count = int(rng.integers(11, 30))
    labels = (rng.random(count) < 0.3).astype(np.int64)
    labels[:4] = [1, 1, 0, 1]
    labels = rng.permutation(labels)
    probabilities = np.round(np.clip(0.35 + 0.25 * labels + 0.25 * rng.standard_normal(count), 0.01, 0.99), 3)
    return arguments(probabilities, labels, float(np.round(rng.uniform(0.2, 0.7), 3)))


def on_the_threshold(rng: np.random.Generator) -> Call:
    probabilities, labels, _threshold = rates_call(rng).args
    threshold = float(rng.choice([0.25, 0.5, 0.625]))
    probabilities = probabilities.copy()
    probabilities[np.flatnonzero(labels == 1)[0]] = threshold
    probabilities[np.flatnonzero(labels == 0)[0]] = threshold
    return arguments(probabilities, labels, threshold)


def precision(probabilities, labels, threshold):
    alarm = np.asarray(probabilities) >= threshold
    return float(labels[alarm].mean()) if alarm.any() else 0.0


def negative_value(probabilities, labels, threshold):
    quiet = np.asarray(probabilities) < threshold
    return float((1 - labels[quiet]).mean()) if quiet.any() else 0.0


EXERCISE = function(
    __file__,
    points=2,
    reference=two_rates,
    core={"ordinary": rates_call},
    edges={"values on the threshold": on_the_threshold},
    bans=("sklearn.metrics",),
    mistakes={
        "strictly-above": lambda p, y, t: two_rates(p, y, np.nextafter(t, 2)),
        "swapped": lambda p, y, t: two_rates(p, y, t)[::-1],
        "predictive-values": lambda p, y, t: (precision(p, y, t), negative_value(p, y, t)),
        "precision": lambda p, y, t: (precision(p, y, t), two_rates(p, y, t)[1]),
        "false-alarms": lambda p, y, t: (two_rates(p, y, t)[0], 1 - two_rates(p, y, t)[1]),
        "shares-of-all": lambda p, y, t: (float(((p >= t) & (y == 1)).mean()), float(((p < t) & (y == 0)).mean())),
        "counts": lambda p, y, t: (float(((p >= t) & (y == 1)).sum()), float(((p < t) & (y == 0)).sum())),
    },
)
