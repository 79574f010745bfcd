"""Say in plain words what went into a call and what came out of it."""

from collections.abc import Iterator, Sequence

import numpy as np

from bigmodel_edu.calling import AsTensor, Outcome, Plain, RandomGenerator, Source
from bigmodel_edu.checking.called import Called, Case
from bigmodel_edu.checking.exercise import Exercise
from bigmodel_edu.language import _, plural

MOST_SHOWN = 4  # items of a collection that are told one by one


def describe_case(exercise: Called, case: Case) -> str:
    """Name a case by the shapes of its arguments, such as "query of shape (2, 5, 3), n = 4"."""
    names = exercise.parameters
    digits = _digits_that_tell_apart([*case.call.args, *case.call.kwargs.values()])
    parts = []
    for index, value in enumerate(case.call.args):
        parts.append(_describe_value(names[index] if index < len(names) else "", value, digits))
    parts += [_describe_value(name, value, digits) for name, value in case.call.kwargs.items()]
    text = ", ".join(part for part in parts if part)
    return f"{case.group}: {text}" if case.group and text else case.group or text or _("no arguments")


def _describe_value(name: str, value: Plain, digits: int) -> str:
    if isinstance(value, AsTensor):
        value = value.array
    if isinstance(value, np.ndarray):
        return _("{name} of shape {shape}").format(name=name or _("an array"), shape=value.shape)
    if isinstance(value, (RandomGenerator, Source)):
        return ""
    if isinstance(value, (list, tuple, dict, set)) and len(value) > MOST_SHOWN:
        sentence = plural("{name} with {count} item", "{name} with {count} items", len(value))
        return sentence.format(name=name or _("a collection"), count=len(value))
    shown = _shown(value, digits)
    return f"{name} = {shown}" if name and len(shown) <= 60 else name


def _digits_that_tell_apart(values: Sequence[Plain]) -> int:
    """Six significant digits, or as many more as it takes that no two different numbers of a case look alike."""
    numbers = {number for value in values for number in _numbers_in(value)}
    for digits in range(6, 17):
        if len({_rounded(number, digits) for number in numbers}) == len(numbers):
            return digits
    return 17


def _numbers_in(value: Plain) -> Iterator[int | float]:
    if isinstance(value, (int, float)) and value == value:
        yield value
    elif isinstance(value, (list, tuple, set, dict)) and len(value) <= MOST_SHOWN:
        for item in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from _numbers_in(item)


def _rounded(number: int | float, digits: int) -> int | float:
    return float(f"{number:.{digits}g}") if isinstance(number, float) else number


def _shown(value: Plain, digits: int) -> str:
    """A value as Python writes it, with floats rounded.

    >>> _shown([2.0, 0.1 + 0.2, 109394467.78, None], 6)
    '[2.0, 0.3, 109394000.0, None]'
    """
    if isinstance(value, float):
        return repr(_rounded(float(value), digits))
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_shown(key, digits)}: {_shown(item, digits)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)) or (isinstance(value, set) and value):
        inside = ", ".join(_shown(item, digits) for item in value)
        opening, closing = "[]" if isinstance(value, list) else "()" if isinstance(value, tuple) else "{}"
        return f"{opening}{inside}{',' if isinstance(value, tuple) and len(value) == 1 else ''}{closing}"
    return repr(value)


def describe_outcome(exercise: Exercise, outcome: Outcome) -> str:
    """Explain a call that did not return: what happened, where, and what to do."""
    target = exercise.target
    if outcome.kind == "raised" and outcome.error:
        error = outcome.error
        where = _(" at line {line}").format(line=error.line) if error.line else ""
        source = f": `{error.source}`" if error.source else ""
        message = f": {error.message.strip().rstrip('.')}" if error.message else ""
        return _("`{target}` raised {type}{message}{where}{source}").format(
            target=target, type=error.type, message=message, where=where, source=source or "."
        )
    sentences = {
        "missing": _("There is no `{target}` in the notebook. Was its cell deleted or renamed, or not run?"),
        "timeout": _(
            "`{target}` did not return within {seconds:g} s. Either a loop never ends, or the code is right and too slow. "
            "First see that every loop comes to its end. Then look for Python loops over single elements: "
            "work on whole arrays or tensors at once, and compute only once what stays the same in every round."
        ),
        "memory": _("`{target}` asked for more memory than there is. Look at the sizes of the arrays that it makes."),
        "killed": _("The process that ran `{target}` ended. Does the code call exit()?"),
        "protocol": _("`{target}` did not answer in the expected way. Use plain functions and arrays only."),
        "output": _("`{target}` printed more than allowed. Remove print calls from loops."),
    }
    return sentences[outcome.kind].format(target=target, seconds=exercise.seconds)
