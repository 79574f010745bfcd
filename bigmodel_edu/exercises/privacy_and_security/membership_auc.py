"""Say how well losses tell members of the training data from others."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _membership_auc(members, others):
    members, others = np.asarray(members, dtype=float)[:, None], np.asarray(others, dtype=float)[None]
    return float(((members < others) + 0.5 * (members == others)).mean())


def losses(rng: np.random.Generator) -> Call:
    members, others = rng.exponential(0.4, int(rng.integers(8, 15))), rng.exponential(1.0, int(rng.integers(16, 25)))
    return arguments(members, others)


def losses_that_tie(rng: np.random.Generator) -> Call:
    """A model that knows its training rows by heart: many losses are exactly 0."""
    members = np.round(rng.exponential(0.4, int(rng.integers(12, 18))), 1)
    others = np.round(rng.exponential(0.7, int(rng.integers(20, 28))), 1)
    members[:6], others[:4] = 0.0, 0.0
    return arguments(members, others)


def ordinary(rng: np.random.Generator) -> Call:
    return arguments(rng.normal(1.5, 0.5, int(rng.integers(8, 15))), rng.normal(1.2, 0.9, int(rng.integers(16, 25))))


EXERCISE = function(
    __file__,
    points=3,
    reference=_membership_auc,
    core={"an overfitted model": losses, "members with higher losses": ordinary},
    edges={"losses that are alike": losses_that_tie},
    mistakes={
        "turned-round": lambda members, others: 1 - _membership_auc(members, others),
        "never-below-a-half": lambda members, others: max(_membership_auc(members, others), 1 - _membership_auc(members, others)),
        "ties-lost": lambda members, others: float((np.asarray(members)[:, None] < np.asarray(others)[None]).mean()),
        "ties-won": lambda members, others: float((np.asarray(members)[:, None] <= np.asarray(others)[None]).mean()),
        "difference-of-means": lambda members, others: float(np.mean(others) - np.mean(members)),
        "in-order": lambda members, others: float(np.mean(np.asarray(members) < np.asarray(others)[: len(members)])),
    },
)
