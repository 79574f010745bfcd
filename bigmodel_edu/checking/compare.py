"""Compare an answer with the expected value and say in plain words what differs."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from bigmodel_edu.calling import Other, Plain
from bigmodel_edu.language import _, plural


@dataclass(frozen=True)
class Difference:
    """How an answer differs: ``kind`` is nothing, type, shape, dtype, nan, keys, length or value."""

    kind: str
    message: str


def compare(expected: Plain, got: Plain, *, relative: float = 1e-4, absolute: float = 1e-5) -> Difference | None:
    """Return None when the answer agrees, else the first difference; expected numbers are never told.

    Arrays agree when shapes are equal and ``|got − expected| ≤ absolute + relative·|expected|`` everywhere; float types mix freely.

    >>> compare(np.ones((2, 3)), np.ones((3, 2))).message
    'You return shape (3, 2), expected (2, 3).'
    >>> compare(0.5, np.float64(0.5)) is None
    True
    """
    if got is None and expected is not None:
        return Difference("nothing", _("Your answer returns nothing (None). Is a return missing?"))
    if isinstance(got, Other):
        return Difference("type", _("You return a {got}; {expected} is expected.").format(got=got.type_name, expected=_kind_of(expected)))
    if isinstance(expected, np.ndarray) and expected.ndim > 0:
        return _compare_arrays(expected, got, relative, absolute)
    if isinstance(expected, bool) or (isinstance(expected, np.ndarray) and expected.dtype.kind == "b"):
        return _compare_flags(expected, got)
    if isinstance(expected, (int, float, complex, np.ndarray)):
        return _compare_numbers(expected, got, relative, absolute)
    if isinstance(expected, (list, tuple)):
        return _compare_sequences(expected, got, relative, absolute)
    if isinstance(expected, dict):
        return _compare_dicts(expected, got, relative, absolute)
    if type(got) is not type(expected):
        return _wrong_type(expected, got)
    return None if got == expected else Difference("value", _("Your value differs from the expected one."))


def _compare_arrays(expected: np.ndarray, got: Plain, relative: float, absolute: float) -> Difference | None:
    if not isinstance(got, np.ndarray):
        return _wrong_type(expected, got)
    if got.shape != expected.shape:
        return Difference("shape", _("You return shape {got}, expected {expected}.").format(got=got.shape, expected=expected.shape))
    if (expected.dtype.kind == "b") != (got.dtype.kind == "b"):
        return Difference("dtype", _("You return {got} values, expected {expected}.").format(got=got.dtype, expected=expected.dtype))
    if expected.dtype.kind in "fc" and got.dtype.kind in "iu":
        return Difference("dtype", _("You return whole numbers ({got}); expected {want}.").format(got=got.dtype, want=expected.dtype))
    return _compare_values(expected, got, relative, absolute)


def _compare_values(expected: np.ndarray, got: np.ndarray, relative: float, absolute: float) -> Difference | None:
    if expected.dtype.kind in "biu" and got.dtype.kind in "biu":
        wrong = expected != got
    else:
        expected, got = expected.astype(np.complex128), got.astype(np.complex128)
        bad = np.isnan(got) & ~np.isnan(expected)
        if bad.any():
            return Difference("nan", _where_nan(bad))
        with np.errstate(invalid="ignore", over="ignore"):
            close = np.abs(got - expected) <= absolute + relative * np.abs(expected)
        wrong = ~(close & np.isfinite(expected) | (got == expected) | (np.isnan(got) & np.isnan(expected)))
    if not wrong.any():
        return None
    if wrong.size == 1:
        return Difference("value", _("Your value differs from the expected one."))
    if wrong.all():
        return Difference("value", _("All {total} of your values differ from the expected ones.").format(total=wrong.size))
    sentence = plural(
        "{count} of your {total} values differs from the expected one, at index {where}.",
        "{count} of your {total} values differ from the expected ones, the first at index {where}.",
        int(wrong.sum()),
    )
    return Difference("value", sentence.format(count=int(wrong.sum()), total=wrong.size, where=_first_index(wrong)))


def _where_nan(bad: np.ndarray) -> str:
    if bad.size == 1:
        return _("Your value is NaN (not a number).")
    if bad.all():
        return _("All {total} of your values are NaN (not a number).").format(total=bad.size)
    sentence = plural(
        "{count} of your {total} values is NaN (not a number), at index {where}.",
        "{count} of your {total} values are NaN (not a number), the first at index {where}.",
        int(bad.sum()),
    )
    return sentence.format(count=int(bad.sum()), total=bad.size, where=_first_index(bad))


def _first_index(marked: np.ndarray) -> int | tuple[int, ...]:
    where = tuple(int(index) for index in np.argwhere(marked)[0])
    return where if len(where) > 1 else where[0]


def _compare_numbers(expected: Any, got: Plain, relative: float, absolute: float) -> Difference | None:
    if isinstance(got, np.ndarray) and got.ndim > 0:
        return Difference("shape", _("You return shape {got}; a single number is expected.").format(got=got.shape))
    if not isinstance(got, (int, float, complex, np.ndarray)) or isinstance(got, bool):
        return _wrong_type(expected, got)
    if isinstance(got, int) and abs(got) > 1 << 1000:  # beyond every float: no number that a question asks for
        return Difference("value", _("Your value differs from the expected one."))
    if isinstance(expected, int) and isinstance(got, int):
        return None if got == expected else Difference("value", _("Your value differs from the expected one."))
    return _compare_values(np.asarray(expected), np.asarray(got, dtype=np.complex128), relative, absolute)


def _compare_flags(expected: Any, got: Plain) -> Difference | None:
    if isinstance(got, np.ndarray) and got.ndim == 0:
        got = got.item()
    if not isinstance(got, bool):
        return _wrong_type(expected, got)
    return None if got == bool(expected) else Difference("value", _("Your value differs from the expected one."))


def _compare_sequences(expected: Any, got: Plain, relative: float, absolute: float) -> Difference | None:
    if isinstance(got, np.ndarray) and got.ndim == 1 and all(isinstance(item, (int, float)) for item in expected):
        got = got.tolist()
    if not isinstance(got, (list, tuple)):
        return _wrong_type(expected, got)
    if len(got) != len(expected):
        sentence = plural("You return {got} item, expected {expected}.", "You return {got} items, expected {expected}.", len(got))
        return Difference("length", sentence.format(got=len(got), expected=len(expected)))
    for index, (one, other) in enumerate(zip(expected, got, strict=True)):
        difference = compare(one, other, relative=relative, absolute=absolute)
        if difference:
            return Difference(difference.kind, _("Item {index}: {message}").format(index=index, message=difference.message))
    return None


def _compare_dicts(expected: dict[Any, Any], got: Plain, relative: float, absolute: float) -> Difference | None:
    if not isinstance(got, dict):
        return _wrong_type(expected, got)
    if len(got) != len(expected):
        sentence = plural("You return {got} key, expected {expected}.", "You return {got} keys, expected {expected}.", len(got))
        return Difference("keys", sentence.format(got=len(got), expected=len(expected)))
    if set(got) != set(expected):
        return Difference("keys", _("Some of your keys are not the expected ones."))
    for key in expected:
        difference = compare(expected[key], got[key], relative=relative, absolute=absolute)
        if difference:
            return Difference(difference.kind, _("Under one key: {message}").format(message=difference.message))
    return None


def _wrong_type(expected: Plain, got: Plain) -> Difference:
    return Difference("type", _("You return {got}; {expected} is expected.").format(got=_kind_of(got), expected=_kind_of(expected)))


def _kind_of(value: Plain) -> str:
    if isinstance(value, np.ndarray):
        return _("an array or tensor") if value.ndim else _("a number")
    names = {bool: _("True or False"), int: _("a number"), float: _("a number"), complex: _("a complex number"), str: _("a text")}
    names |= {list: _("a list"), tuple: _("a tuple"), dict: _("a dictionary"), set: _("a set"), bytes: _("bytes"), type(None): _("nothing")}
    return names.get(type(value), type(value).__name__)
