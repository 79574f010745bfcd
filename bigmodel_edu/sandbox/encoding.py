"""Plain data as JSON and raw array bytes. Nothing here can run code: no pickle, no objects."""

import math
from typing import Any

import numpy as np

from bigmodel_edu.calling import AsTensor, Other, Plain, RandomGenerator, Source

DTYPES = {
    name: np.dtype(name)
    for name in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "complex64", "complex128"),
    )
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
MAX_INTEGER_BITS = 2**14


class Encoder:
    """Turns plain data into a tree that JSON can hold and a list of arrays.

    JSON values stand for themselves; everything else is an object with one key that names the kind.

    >>> Encoder().encode((1, 2.5, [True, None]))
    {'t': [1, 2.5, [True, None]]}
    """

    def __init__(self, live: bool = False) -> None:
        """Args: live: also encode descriptions of live arguments; only the trusted side sends those."""
        self.arrays: list[np.ndarray] = []
        self.live = live

    def encode(self, value: Plain) -> Any:
        """Return the JSON tree of the value; its arrays are added to ``arrays``."""
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int:
            return self._integer(value)
        if kind is float:
            return value if math.isfinite(value) else {"f": repr(value)}
        if kind is list:
            return [self.encode(item) for item in value]
        if kind is tuple:
            return {"t": [self.encode(item) for item in value]}
        if kind is np.ndarray:
            return self._array(value)
        if kind is dict:
            return {"d": [[self.encode(key), self.encode(item)] for key, item in value.items()]}
        return self._rare(value)

    def _integer(self, value: int) -> Any:
        bits = value.bit_length()
        if bits < 64:
            return value
        return {"i": hex(value)} if bits <= MAX_INTEGER_BITS else {"o": f"int of {bits} bits"}

    def _array(self, value: np.ndarray) -> Any:
        if value.dtype not in NAMES:
            return self._unusual_array(value)
        self.arrays.append(np.asarray(value, order="C"))
        return {"a": len(self.arrays) - 1}

    def _unusual_array(self, value: np.ndarray) -> Any:
        if value.dtype.kind == "f" and value.dtype.itemsize > 8:
            value = value.astype(np.float64)
        elif value.dtype.kind == "c" and value.dtype.itemsize > 16:
            value = value.astype(np.complex128)
        if value.dtype.name not in DTYPES:
            return {"o": f"array of {value.dtype}"}
        return self._array(np.asarray(value, dtype=DTYPES[value.dtype.name]))

    def _rare(self, value: Plain) -> Any:
        if isinstance(value, complex):
            return {"c": [repr(value.real), repr(value.imag)]}
        if isinstance(value, bytes):
            self.arrays.append(np.frombuffer(value, dtype=np.uint8))
            return {"b": len(self.arrays) - 1}
        if isinstance(value, (set, frozenset)):
            return {"s": [self.encode(item) for item in value]}
        if isinstance(value, Other):
            return {"o": str(value.type_name)[:200]}
        if self.live and isinstance(value, AsTensor):
            return {"T": self._array(value.array)}
        if self.live and isinstance(value, RandomGenerator):
            return {"g": [self._integer(value.seed), value.library]}
        if self.live and isinstance(value, Source):
            return {"p": [value.code, value.name]}
        return {"o": type(value).__name__[:200]}
