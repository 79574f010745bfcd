"""Ask an answer whether a property holds, whatever the inputs."""

import numpy as np

from bigmodel_edu.calling import Plain
from bigmodel_edu.checking.called import Called
from bigmodel_edu.checking.exercise import Answer, Call

PROPERTY_STREAM = 1_000  # apart from the streams of the cases


def holds(exercise: Called, number: int, answer: Answer, seed: int) -> bool:
    """Whether the exercise's property of this number holds for an answer."""

    def ask(*args: Plain, **kwargs: Plain) -> Plain:
        outcome = answer.call(exercise, Call(args, kwargs))
        if outcome.kind != "returned":
            raise _NoAnswer
        return outcome.value

    try:
        return bool(exercise.properties[number].holds(ask, np.random.default_rng([seed, PROPERTY_STREAM + number])))
    except (_NoAnswer, TypeError, ValueError, AttributeError, IndexError, KeyError, ArithmeticError):
        return False  # the answer gave nothing, or something that the property cannot even be asked of


class _NoAnswer(Exception):
    """The answer raised or ended while a property asked it."""
