"""Submitted weights: read as plain arrays within a budget, never unpickled, and what a judge says of them.

A judge belongs to an exercise (``Artefact.measure``): it reads the submitted value, measures it on data of its own choice and
returns a `Verdict`. Claims that come with the weights do not count.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bigmodel_edu.calling import Other, Plain
from bigmodel_edu.checking.result import Part
from bigmodel_edu.language import _

MAX_NAME, MAX_AXES = 200, 8
SAFE_TYPES = {
    "F16": "<f2",
    "F32": "<f4",
    "F64": "<f8",
    "I8": "<i1",
    "I16": "<i2",
    "I32": "<i4",
    "I64": "<i8",
    "U8": "<u1",
    "U16": "<u2",
    "U32": "<u4",
}


class Refused(ValueError):
    """Weights that are not judged; the message is for the student, ``diagnosis`` names the misconception behind it or is empty."""

    def __init__(self, message: str, diagnosis: str = "") -> None:
        super().__init__(message)
        self.diagnosis = diagnosis


@dataclass(frozen=True)
class Budget:
    """The most that submitted weights may be.

    Args:
        size: bytes of the file.
        numbers: values in all arrays together.
        arrays: how many arrays.
    """

    size: int
    numbers: int
    arrays: int = 500


@dataclass(frozen=True)
class Verdict:
    """What a judge found: ``parts`` in rising difficulty, each worth the same; ``measured`` tells the student the numbers.

    ``diagnosis`` is the name of one of the exercise's misconceptions, whose sentence and hints the student then reads.
    """

    parts: tuple[Part, ...]
    measured: tuple[str, ...] = ()
    diagnosis: str | None = None


def read_weights(answer: Plain, budget: Budget) -> dict[str, np.ndarray]:
    """Return submitted arrays by name.

    Args:
        answer: the content of a safetensors file, or a dictionary of arrays.
        budget: limits; nothing larger is looked into.

    Raises:
        Refused: for anything else: a pickle (which is never loaded), a damaged file, too large, numbers that are not finite.

    >>> read_weights({"bias": np.zeros(3)}, Budget(size=100, numbers=10))["bias"].shape
    (3,)
    """
    if isinstance(answer, np.ndarray) and answer.dtype == np.uint8 and answer.ndim == 1:
        answer = answer.tobytes()
    if isinstance(answer, bytes):
        arrays = _from_file(answer, budget)
    elif isinstance(answer, dict):
        arrays = _from_dictionary(answer, budget)
    else:
        raise Refused(_what_it_is(answer))
    for name, array in arrays.items():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            message = _("The array `{name}` holds values that are not finite (NaN or infinite). Such weights are not judged.")
            raise Refused(message.format(name=_shown(name)), "not-finite")
    return arrays


def _what_it_is(answer: Plain) -> str:
    if isinstance(answer, str):
        return _("You give a text. Give the content of the file: `Path(name).read_bytes()`.")
    if isinstance(answer, Other):
        return _("You give an object of type {type}. Give its weights: the bytes of a safetensors file, or a dictionary of arrays.").format(
            type=answer.type_name[:40]
        )
    return _("Weights are expected: the bytes of a safetensors file, or a dictionary of arrays.")


def _from_file(content: bytes, budget: Budget) -> dict[str, np.ndarray]:
    if looks_pickled(content):
        message = _("This is a pickle or a file of torch.save. Loading it could run code, so it was not loaded. Save with safetensors.")
        raise Refused(message, "pickle")
    if len(content) > budget.size:
        message = _("The file has {got:,} bytes; at most {most:,} are allowed.")
        raise Refused(message.format(got=len(content), most=budget.size), "over-budget")
    from safetensors import SafetensorError, deserialize

    try:
        entries = deserialize(content)
    except (SafetensorError, ValueError, OverflowError) as error:
        raise Refused(_("This is not a readable safetensors file; it may be cut short."), "not-safetensors") from error
    _count(len(entries), budget)
    arrays = {}
    for name, entry in entries:
        arrays[name] = _array(name, str(entry["dtype"]), tuple(entry["shape"]), bytes(entry["data"]))
    return _within(arrays, budget)


def looks_pickled(content: bytes) -> bool:
    """Whether bytes begin like a pickle (protocols 0 to 5), an archive of torch.save, or a joblib or numpy file; nothing is loaded.

    >>> import pickle
    >>> looks_pickled(pickle.dumps([1, 2])), looks_pickled(b"PK\\x03\\x04rest"), looks_pickled(bytes(8) + b"{}")
    (True, True, False)
    """
    if content[:4] == b"PK\x03\x04" or content[:6] == b"\x93NUMPY" or content[:2] in (b"\x1f\x8b", b"BZ", b"\xfd7"):
        return True
    if content[:1] == b"\x80" and len(content) > 1 and 0 < content[1] < 8 and content[8:9] != b"{":
        return True
    return content[-1:] == b"." and content[:1] in b"(]}lcdiIVSNF" and content[8:9] != b"{"


def _array(name: str, kind: str, shape: tuple[int, ...], data: bytes) -> np.ndarray:
    if kind == "BF16":  # numpy has no such type: the upper half of a float32
        raw = np.frombuffer(data, dtype="<u2").astype(np.uint32) << 16
        return raw.view(np.float32).reshape(shape)
    if kind not in SAFE_TYPES:
        message = _("The array `{name}` has the type {kind}. Use float32, float16 or bfloat16 for weights and integers for ids.")
        raise Refused(message.format(name=_shown(name), kind=kind[:20]), "dtype")
    return np.frombuffer(data, dtype=SAFE_TYPES[kind]).reshape(shape).copy()


def _from_dictionary(answer: Mapping[object, Plain], budget: Budget) -> dict[str, np.ndarray]:
    _count(len(answer), budget)
    arrays: dict[str, np.ndarray] = {}
    for name, value in answer.items():
        if not isinstance(name, str):
            raise Refused(_("Every array needs a text as its name."))
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 2**63:
            value = np.array(value)
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
            message = _("`{name}` is not an array of numbers.")
            raise Refused(message.format(name=_shown(name)), "dtype")
        arrays[name] = value
    return _within(arrays, budget)


def _count(count: int, budget: Budget) -> None:
    if count > budget.arrays:
        message = _("There are {got:,} arrays; at most {most:,} are allowed.")
        raise Refused(message.format(got=count, most=budget.arrays), "over-budget")


def _within(arrays: dict[str, np.ndarray], budget: Budget) -> dict[str, np.ndarray]:
    for name, array in arrays.items():
        if len(name) > MAX_NAME or array.ndim > MAX_AXES:
            raise Refused(_("The name of an array is too long, or it has too many axes."))
    numbers = sum(math.prod(array.shape) for array in arrays.values())
    if numbers > budget.numbers:
        message = _("The arrays hold {got:,} numbers; at most {most:,} are allowed.")
        raise Refused(message.format(got=numbers, most=budget.numbers), "over-budget")
    return arrays


def _shown(name: str) -> str:
    """A submitted name as it may stand in a message: short, and without marks that could close a quotation."""
    return "".join(letter if letter.isalnum() or letter in "._-" else "?" for letter in name[:60])


def require_shape(arrays: Mapping[str, np.ndarray], name: str, shape: tuple[int | None, ...]) -> np.ndarray:
    """Return one array after a look at its shape; None stands for any size of at least 1.

    Raises:
        Refused: if it is missing or has another shape.

    >>> require_shape({"w": np.zeros((2, 3))}, "w", (2, None)).shape
    (2, 3)
    """
    if name not in arrays:
        raise Refused(_("The array `{name}` is missing.").format(name=name), "shape")
    array = arrays[name]
    fits = array.ndim == len(shape) and all(
        got == want if want is not None else got > 0 for got, want in zip(array.shape, shape, strict=True)
    )
    if not fits:
        wanted = "(" + ", ".join("any" if size is None else str(size) for size in shape) + ("," if len(shape) == 1 else "") + ")"
        message = _("The array `{name}` has shape {got}, expected {wanted}.")
        raise Refused(message.format(name=name, got=array.shape, wanted=wanted), "shape")
    return array
