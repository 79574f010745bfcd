"""Recognise a wrong answer: by the exercise's misconceptions, else by simple relations to the expected values."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bigmodel_edu.calling import Plain
from bigmodel_edu.checking.called import Called
from bigmodel_edu.checking.exercise import Misconception
from bigmodel_edu.checking.observe import Observation, agreement
from bigmodel_edu.language import _


def matching_misconception(exercise: Called, observations: Sequence[Observation]) -> Misconception | None:
    """Return the first misconception that explains every observed case, or None.

    It must give what the answer gave in every case that returned, and at least once something other than the reference.
    """
    for misconception in exercise.misconceptions:
        if any(_explains(exercise, way, observations) for way in misconception.ways):
            return misconception
    return None


def _explains(exercise: Called, way: Callable[..., Any], observations: Sequence[Observation]) -> bool:
    telling = 0
    for observation in observations:
        wrong = exercise.call(way, observation.case)
        outcome = observation.outcome
        if outcome.kind not in ("returned", "raised") or (wrong.kind == "returned") != (outcome.kind == "returned"):
            return False
        if wrong.kind == "raised":
            if wrong.error and outcome.error and wrong.error.type != outcome.error.type:
                return False
            telling += 1
            continue
        if agreement(exercise, wrong.value, outcome.value) is not None or set(wrong.changed) != set(outcome.changed):
            return False
        telling += not observation.passed
    return telling > 0


def generic_diagnosis(expected: Plain, got: Plain) -> list[str]:
    """Say when a numerical answer is the expected one transposed, negated, or off by one factor or constant.

    >>> generic_diagnosis(np.array([1.0, 2.0, 4.0]), np.array([2.0, 4.0, 8.0]))
    ['Every value is 2 times the expected one.']
    """
    if isinstance(expected, (bool, str)) or not isinstance(expected, (int, float, np.ndarray)):
        return []
    try:
        want, have = np.asarray(expected, dtype=np.float64), np.asarray(got, dtype=np.float64)
    except (TypeError, ValueError):
        return []
    if want.ndim >= 2 and have.shape == want.swapaxes(-1, -2).shape and np.allclose(have, want.swapaxes(-1, -2), rtol=1e-4, atol=1e-6):
        return [_("Your result is the expected one with its last two axes swapped.")]
    if have.shape != want.shape or want.size < 3 or not np.isfinite(have).all() or not np.isfinite(want).all():
        return []
    return _relation(want, have)


def _relation(want: np.ndarray, have: np.ndarray) -> list[str]:
    if np.allclose(have, -want, rtol=1e-4, atol=1e-6):
        return [_("Every value has the opposite sign.")]
    large = np.abs(want) > 1e-6
    if not have.any():
        return [_("All your values are 0.")]
    if large.sum() >= 3 and np.ptp(have[large] / want[large]) <= 1e-3 * abs(np.mean(have[large] / want[large])):
        return [_("Every value is {factor:.4g} times the expected one.").format(factor=float(np.mean(have[large] / want[large])))]
    if np.ptp(have - want) <= 1e-4 * max(1.0, float(np.abs(want).max())):
        return [_("Every value is off by the same constant.")]
    if np.allclose(np.sort(have.ravel()), np.sort(want.ravel()), rtol=1e-4, atol=1e-6):
        return [_("Your values are right, but stand in other places.")]
    return []
