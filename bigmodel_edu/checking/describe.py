"""Say in plain words what went into a call and what came out of it."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from bigmodel_edu.calling import AsTensor, Outcome, Plain, RandomGenerator, Source
from bigmodel_edu.checking.exercise import Case, Exercise
from bigmodel_edu.language import _


def describe_case(exercise: Exercise, case: Case) -> str:
    """Name a case by the shapes of its arguments, such as "query of shape (2, 5, 3), n = 4"."""
    names = _parameter_names(exercise.driver or exercise.reference, skip=1 if exercise.driver else 0)
    parts = []
    for index, value in enumerate(case.call.args):
        parts.append(_describe_value(names[index] if index < len(names) else "", value))
    parts += [_describe_value(name, value) for name, value in case.call.kwargs.items()]
    text = ", ".join(part for part in parts if part)
    return f"{case.group}: {text}" if case.group and text else case.group or text or _("no arguments")


def _parameter_names(function: Callable[..., Any] | None, skip: int) -> list[str]:
    try:
        return list(inspect.signature(function).parameters)[skip:] if function else []
    except (TypeError, ValueError):
        return []


def _describe_value(name: str, value: Plain) -> str:
    if isinstance(value, AsTensor):
        value = value.array
    if isinstance(value, np.ndarray):
        return _("{name} of shape {shape}").format(name=name or _("an array"), shape=value.shape)
    if isinstance(value, (RandomGenerator, Source)):
        return ""
    if isinstance(value, (list, tuple, dict, set)) and len(value) > 4:
        return _("{name} with {count} items").format(name=name or _("a collection"), count=len(value))
    shown = repr(value)
    return f"{name} = {shown}" if name and len(shown) <= 60 else name


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
