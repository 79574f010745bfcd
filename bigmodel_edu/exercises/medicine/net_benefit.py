"""Return the net benefit of treating everyone at or above a risk."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _net_benefit(labels, risks, threshold):
    labels, treated = np.asarray(labels, dtype=bool), np.asarray(risks) >= threshold
    hits, false = (treated & labels).mean(), (treated & ~labels).mean()
    return float(hits - false * threshold / (1 - threshold))


def patients(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    count = int(rng.integers(15, 40))
    risks = rng.random(count) ** 1.5
    labels = rng.random(count) < 0.2 + 0.6 * risks
    labels[:2], risks[:2] = (True, False), (0.95, 0.9)  # one hit and one false alarm at least
    return labels, risks


def low_threshold(rng: np.random.Generator) -> Call:
    return arguments(*patients(rng), float(rng.uniform(0.05, 0.35)))


def high_threshold(rng: np.random.Generator) -> Call:
    return arguments(*patients(rng), float(rng.uniform(0.6, 0.85)))


def exactly_at_the_threshold(rng: np.random.Generator) -> Call:
    labels, risks = patients(rng)
    labels[-3:], risks[-3:] = (True, True, False), 0.25
    return arguments(labels, risks, 0.25)


def nobody_above(rng: np.random.Generator) -> Call:
    labels, risks = patients(rng)
    return arguments(labels, risks * 0.5, 0.75)


EXERCISE = function(
    __file__,
    points=3,
    reference=_net_benefit,
    core={"a low threshold": low_threshold, "a high threshold": high_threshold},
    edges={"risks exactly at the threshold": exactly_at_the_threshold, "nobody above the threshold": nobody_above},
    mistakes={
        "no-weight": lambda labels, risks, threshold: float(np.mean(np.where(labels, 1.0, -1.0) * (risks >= threshold))),
        "weight-inverted": lambda labels, risks, threshold: float(
            np.mean((risks >= threshold) & labels) - np.mean((risks >= threshold) & ~labels) * (1 - threshold) / threshold
        ),
        "weight-threshold": lambda labels, risks, threshold: float(
            np.mean((risks >= threshold) & labels) - np.mean((risks >= threshold) & ~labels) * threshold
        ),
        "false-alarms-free": lambda labels, risks, threshold: float(np.mean((risks >= threshold) & labels)),
        "strictly-above": lambda labels, risks, threshold: _net_benefit(labels, np.where(risks == threshold, -1.0, risks), threshold),
        "per-treated-patient": lambda labels, risks, threshold: (
            _net_benefit(labels, risks, threshold) / max(float(np.mean(risks >= threshold)), 1e-12)
        ),
        "not-divided": lambda labels, risks, threshold: _net_benefit(labels, risks, threshold) * len(labels),
    },
)
