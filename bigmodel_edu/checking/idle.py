"""Notice an answer that does nothing with its input: what such an answer happens to get right earns no points."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bigmodel_edu.calling import AsTensor, Plain
from bigmodel_edu.checking.compare import compare
from bigmodel_edu.checking.observe import Observation
from bigmodel_edu.language import _


def why_idle(observations: Sequence[Observation]) -> str:
    """Say how an answer does nothing: it is the same in every case, or it is one of its inputs in every case; empty if it does more.

    Only an answer that returned in every case is meant: one that raises in some tells its cases apart.
    """
    if not all(observation.outcome.kind == "returned" for observation in observations):
        return ""
    values = [observation.outcome.value for observation in observations]
    if _is_constant(values):
        return _("Your answer is the same in every case, so the cases that it gets right earn no points.")
    if _is_input(observations, values):
        return _("Your answer only gives back its input, so the cases that it gets right earn no points.")
    return ""


def _is_constant(values: Sequence[Plain]) -> bool:
    """Whether all values are equal, or hold one and the same number everywhere, such as zeros of each input's shape."""
    return all(_equal(values[0], value) for value in values) or _hold_one_number(values)


def _equal(one: Plain, other: Plain) -> bool:
    """Exact, and without a converted copy: how large values are is for the answer to choose."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and np.array_equal(one, other)
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    return bool(one == other or (one != one and other != other))


def _hold_one_number(values: Sequence[Plain]) -> bool:
    numbers = []
    for value in values:
        try:
            array = np.asarray(value)
        except ValueError:  # rows of unequal length
            return False
        if array.dtype.kind not in "biufc":
            return False
        if array.size:
            numbers.append(array.flat[0])
            if not (array == numbers[-1]).all():
                return False
    return all(bool(number == numbers[0]) for number in numbers)


def _is_input(observations: Sequence[Observation], values: Sequence[Plain]) -> bool:
    inputs = [_inputs(observation) for observation in observations]
    shared = set.intersection(*(set(each) for each in inputs))
    return any(all(_agrees(each[name], value) for each, value in zip(inputs, values, strict=True)) for name in shared)


def _inputs(observation: Observation) -> dict[int | str, Plain]:
    call = observation.case.call
    named: dict[Any, Plain] = {**dict(enumerate(call.args)), **call.kwargs}
    return {name: _with_arrays(value) for name, value in named.items()}


def _with_arrays(value: Plain) -> Plain:
    """An argument in the form in which an answer that returns it unchanged hands it back."""
    if isinstance(value, AsTensor):
        return value.array
    if isinstance(value, (list, tuple)):
        return type(value)(_with_arrays(item) for item in value)
    if isinstance(value, dict):
        return {key: _with_arrays(item) for key, item in value.items()}
    return value


def _agrees(given: Plain, value: Plain) -> bool:
    return compare(given, value, relative=1e-6, absolute=0.0) is None
