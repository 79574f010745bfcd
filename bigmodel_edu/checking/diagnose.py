"""Recognise a wrong answer: by the exercise's misconceptions, else by simple relations to the expected values."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking.called import Called, Case
from bigmodel_edu.checking.exercise import Misconception
from bigmodel_edu.checking.observe import Observation, agreement
from bigmodel_edu.checking.relations import relation_of
from bigmodel_edu.language import _

MOST_SWAPPED = 4  # of an answer's first arguments that are tried in each other's place


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


def general_finding(exercise: Called, observations: Sequence[Observation]) -> str:
    """Say in a sentence what holds of the answer in every case, where no misconception explains it; empty where nothing does.

    Two arguments swapped, or a simple relation of its numbers to the expected ones.
    """
    if any(observation.outcome.kind != "returned" for observation in observations):
        return ""
    if said := _swapped_arguments(exercise, observations):
        return said
    return relation_of([each.expected for each in observations], [each.outcome.value for each in observations])


def _swapped_arguments(exercise: Called, observations: Sequence[Observation]) -> str:
    """Whether the answer is the right one for two of its arguments in each other's place."""
    count = min(len(observation.case.call.args) for observation in observations)
    for first, second in combinations(range(min(count, MOST_SWAPPED)), 2):
        if all(_right_when_swapped(exercise, observation, first, second) for observation in observations):
            one, other = exercise.parameters[first], exercise.parameters[second]
            return _("Your answer is right for `{one}` and `{other}` swapped.").format(one=one, other=other)
    return ""


def _right_when_swapped(exercise: Called, observation: Observation, first: int, second: int) -> bool:
    args = observation.case.call.args
    if type(args[first]) is not type(args[second]) or np.shape(_plain(args[first])) != np.shape(_plain(args[second])):
        return False  # nobody swaps a table with a number, and what the reference makes of it is not worth its time
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        outcome = exercise.call(exercise.reference, _with_swapped(observation, first, second))
    return outcome.kind == "returned" and agreement(exercise, outcome.value, observation.outcome.value) is None


def _plain(argument: Any) -> Any:
    return argument.array if isinstance(argument, AsTensor) else argument if isinstance(argument, np.ndarray) else 0


def _with_swapped(observation: Observation, first: int, second: int) -> Case:
    args = list(observation.case.call.args)
    args[first], args[second] = args[second], args[first]
    return replace(observation.case, call=replace(observation.case.call, args=tuple(args)))
