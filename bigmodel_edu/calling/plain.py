"""Plain data: the only thing that passes between a grader and an answer."""

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

from bigmodel_edu.language import _

Plain = Any  # None, bool, int, float, complex, str, bytes, numpy.ndarray, list, tuple, set, dict of these, or a description below

ALLOWED_KINDS = "biufc"  # numpy's letters for bool, int, unsigned, float, complex: data without a pointer in it
MAX_DEPTH = 20
MAX_ITEMS = 200_000


@dataclass(frozen=True)
class Other:
    """Stands where a value was that is not plain data; only its type's name is kept."""

    type_name: str


@dataclass(frozen=True)
class AsTensor:
    """An array that the called side receives as a torch tensor."""

    array: np.ndarray


@dataclass(frozen=True)
class RandomGenerator:
    """A random generator that the called side makes from a seed; ``library`` is ``"numpy"`` or ``"torch"``."""

    seed: int
    library: str = "numpy"


@dataclass(frozen=True)
class Source:
    """A Python function given as source text; the called side executes the text and passes on the function ``name``."""

    code: str
    name: str


def to_plain(value: object) -> Plain:
    """Return the value as plain data: tensors become arrays, numpy scalars Python numbers, everything unknown an `Other`.

    Raises:
        ValueError: when the value is nested more than 20 deep or holds more than 200,000 items.

    >>> to_plain([1, (np.float32(0.5), "a")])
    [1, (0.5, 'a')]
    >>> to_plain(object())
    Other(type_name='object')
    """
    return _Converter().convert(value, depth=0)


class _Converter:
    def __init__(self) -> None:
        self.items = 0

    def convert(self, value: Any, depth: int) -> Plain:
        self.items += 1
        if depth > MAX_DEPTH:
            raise ValueError(_("the value is nested more than {most} deep").format(most=MAX_DEPTH))
        if self.items > MAX_ITEMS:
            sentence = _("the value holds more than {most:,} items; return an array instead of nested lists")
            raise ValueError(sentence.format(most=MAX_ITEMS))
        if value is None or type(value) in (bool, int, float, complex, str, bytes):
            return value
        if isinstance(value, (Other, AsTensor, RandomGenerator, Source)):
            return value
        if isinstance(value, np.generic):
            return value.item() if value.dtype.kind in ALLOWED_KINDS + "U" else Other(type(value).__name__)
        if _is_tensor(value):
            return _tensor_to_array(value)
        if isinstance(value, np.ndarray) or _is_pandas(value):
            array = np.array(value)
            return array if array.dtype.kind in ALLOWED_KINDS else Other(f"array of {array.dtype}")
        return self._convert_container(value, depth)

    def _convert_container(self, value: Any, depth: int) -> Plain:
        if isinstance(value, dict):
            return {self._key(key, depth): self.convert(item, depth + 1) for key, item in value.items()}
        if isinstance(value, (set, frozenset)):
            return {self._key(item, depth) for item in value}
        if isinstance(value, tuple):
            return tuple(self.convert(item, depth + 1) for item in value)
        if isinstance(value, list):
            return [self.convert(item, depth + 1) for item in value]
        for base in (int, float, str):  # a subclass, such as an IntEnum: only its plain value is kept
            if isinstance(value, base):
                return base(value)
        return Other(type(value).__name__)

    def _key(self, key: Any, depth: int) -> Any:
        plain = self.convert(key, depth + 1)
        try:
            hash(plain)
        except TypeError:
            return Other(type(key).__name__)
        return plain


def _is_tensor(value: object) -> bool:
    torch = sys.modules.get("torch")  # a value can only be a tensor when somebody has imported torch
    return torch is not None and isinstance(value, torch.Tensor)


def _is_pandas(value: object) -> bool:
    return type(value).__module__.split(".")[0] == "pandas" and hasattr(value, "to_numpy")


def _tensor_to_array(tensor: Any) -> np.ndarray:
    tensor = tensor.detach().cpu()
    if str(tensor.dtype) == "torch.bfloat16":  # numpy has no such type; float32 holds every bfloat16 exactly
        tensor = tensor.float()
    return np.array(tensor.resolve_conj().resolve_neg().numpy())


def to_live(plain: Plain) -> Any:
    """Return what an answer receives for a plain value: descriptions become tensors, generators and functions.

    Every call makes new objects, so an answer that changes its inputs cannot reach the originals.
    """
    if isinstance(plain, np.ndarray):
        return plain.copy()
    if isinstance(plain, AsTensor):
        import torch

        return torch.from_numpy(plain.array.copy())
    if isinstance(plain, RandomGenerator):
        return _live_generator(plain)
    if isinstance(plain, Source):
        return function_from_source(plain)
    if isinstance(plain, dict):
        return {key: to_live(item) for key, item in plain.items()}
    if isinstance(plain, (list, tuple, set)):
        return type(plain)(to_live(item) for item in plain)
    return plain


def _live_generator(plain: RandomGenerator) -> Any:
    if plain.library == "numpy":
        return np.random.default_rng(plain.seed)
    if plain.library == "torch":
        import torch

        return torch.Generator().manual_seed(plain.seed)
    raise ValueError(f"expected library 'numpy' or 'torch', got {plain.library!r}")


def function_from_source(source: Source) -> Any:
    """Execute the text in an empty namespace and return the function it defines.

    >>> function_from_source(Source("def double(x):\\n    return 2 * x", "double"))(21)
    42
    """
    namespace: dict[str, Any] = {"np": np}
    exec(compile(source.code, f"<{source.name}>", "exec"), namespace)
    return namespace[source.name]
