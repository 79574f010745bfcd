"""Return the effect of a treatment among the k highest scores."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def uplift_at(scores, treated, outcome, k):
    first = np.argsort(-np.asarray(scores), kind="stable")[:k]
    treated, outcome = np.asarray(treated, dtype=bool)[first], np.asarray(outcome, dtype=float)[first]
    return float(outcome[treated].mean() - outcome[~treated].mean())


def trial(rng: np.random.Generator, share: float) -> Call:
    """A trial whose arms both occur among the first k, the last k, and among all; nothing is symmetric."""
    while True:
        count = int(rng.integers(24, 40))
        scores, treated = rng.normal(0, 1, count), rng.random(count) < share
        outcome = (rng.random(count) < 0.3 + 0.4 * treated * (scores > 0)).astype(float)
        k = int(count * rng.uniform(0.35, 0.6))
        order = np.argsort(scores)
        parts = (treated[order[-k:]], treated[order[:k]], treated)
        values = (outcome[order[-k:]], outcome[order[:k]], outcome)
        effects = [
            value[part].mean() - value[~part].mean() for part, value in zip(parts, values, strict=True) if 2 < part.sum() < len(part) - 2
        ]
        if len(effects) == 3 and len({round(abs(effect), 3) for effect in effects} - {0.0}) == 3:
            return arguments(scores, treated, outcome, k)


def equal_arms(rng: np.random.Generator) -> Call:
    return trial(rng, 0.5)


def unequal_arms(rng: np.random.Generator) -> Call:
    return trial(rng, 0.7)


def first_by_score(scores, k):
    return np.argsort(-scores)[:k]


EXERCISE = function(
    __file__,
    points=3,
    reference=uplift_at,
    core={"arms of about equal size": equal_arms, "arms of unequal size": unequal_arms},
    mistakes={
        "lowest-scores": lambda scores, treated, outcome, k: uplift_at(-scores, treated, outcome, k),
        "everybody": lambda scores, treated, outcome, k: uplift_at(scores, treated, outcome, len(scores)),
        "sign": lambda scores, treated, outcome, k: -uplift_at(scores, treated, outcome, k),
        "counts": (
            lambda scores, treated, outcome, k: float(np.sum(np.where(treated, outcome, -outcome)[first_by_score(scores, k)])),
            lambda scores, treated, outcome, k: float(np.mean(np.where(treated, outcome, -outcome)[first_by_score(scores, k)])),
        ),
        "k-of-each-arm": lambda scores, treated, outcome, k: float(
            outcome[treated][first_by_score(scores[treated], k)].mean() - outcome[~treated][first_by_score(scores[~treated], k)].mean()
        ),
        "treated-only": lambda scores, treated, outcome, k: float(
            outcome[first_by_score(scores, k)][treated[first_by_score(scores, k)]].mean()
        ),
    },
)
