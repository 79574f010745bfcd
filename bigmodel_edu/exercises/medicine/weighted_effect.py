"""Return the effect of a treatment by inverse probability weights."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _weighted_effect(outcome, treated, propensity):
    treated = np.asarray(treated, dtype=bool)
    with_treatment = np.average(outcome[treated], weights=1 / propensity[treated])
    without = np.average(outcome[~treated], weights=1 / (1 - propensity[~treated]))
    return float(with_treatment - without)


def register(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    count = int(rng.integers(20, 45))
    propensity = rng.uniform(0.1, 0.85, count)
    treated = rng.random(count) < propensity
    treated[:4], propensity[:4] = (True, True, False, False), (0.2, 0.7, 0.3, 0.8)
    return 3.0 * propensity + rng.normal(0, 1, count), treated, propensity


def a_register(rng: np.random.Generator) -> Call:
    return arguments(*register(rng))


def far_from_zero(rng: np.random.Generator) -> Call:
    """Outcomes such as a weight in kg: weights that do not sum to 1 in each arm show."""
    outcome, treated, propensity = register(rng)
    return arguments(outcome + 70, treated, propensity)


def constant(ask, rng: np.random.Generator) -> bool:
    _outcome, treated, propensity = register(rng)
    return abs(float(np.asarray(ask(np.full(len(treated), 5.0), treated, propensity)))) < 1e-6


EXERCISE = function(
    __file__,
    points=3,
    reference=_weighted_effect,
    core={"a register": a_register, "outcomes far from zero": far_from_zero},
    properties=(constant,),
    mistakes={
        "naive": lambda outcome, treated, propensity: float(outcome[treated].mean() - outcome[~treated].mean()),
        "not-normalised": lambda outcome, treated, propensity: float(
            np.mean(treated * outcome / propensity) - np.mean(~treated * outcome / (1 - propensity))
        ),
        "one-weight-for-both": lambda outcome, treated, propensity: float(
            np.average(outcome[treated], weights=1 / propensity[treated]) - np.average(outcome[~treated], weights=1 / propensity[~treated])
        ),
        "not-inverted": lambda outcome, treated, propensity: float(
            np.average(outcome[treated], weights=propensity[treated]) - np.average(outcome[~treated], weights=1 - propensity[~treated])
        ),
        "arms-swapped": lambda outcome, treated, propensity: float(
            np.average(outcome[treated], weights=1 / (1 - propensity[treated]))
            - np.average(outcome[~treated], weights=1 / propensity[~treated])
        ),
        "sign": lambda outcome, treated, propensity: -_weighted_effect(outcome, treated, propensity),
    },
)
