"""Plain data back from JSON and raw array bytes, without trusting who wrote them: whatever an `Encoder` would not write is refused."""

import math
from typing import Any

import numpy as np

from bigmodel_edu.calling import AsTensor, Other, Plain, RandomGenerator, Source
from bigmodel_edu.sandbox.encoding import DTYPES, MAX_INTEGER_BITS

MAX_DEPTH = 64
MAX_ITEMS = 500_000
MAX_KEYS, MAX_COLLISIONS = 100_000, 1_000
MAX_ARRAYS = 10_000
MAX_DIMENSIONS = 32
MAX_SIZE = 2**31


class ProtocolError(ValueError):
    """The other side sent something that is not a message of this protocol."""


class Decoder:
    """Turns a tree and its arrays back into plain data, refusing everything that an `Encoder` would not write.

    >>> Decoder([]).decode({'t': [1, 2.5, [True, None]]})
    (1, 2.5, [True, None])
    """

    def __init__(self, arrays: list[np.ndarray], live: bool = False) -> None:
        """Args: live: also accept descriptions of live arguments; only the untrusted side does."""
        self.arrays = arrays
        self.live = live
        self.items = 0

    def decode(self, tree: Any, depth: int = 0) -> Plain:
        """Return the value. Raises: ProtocolError when the tree is not one that an `Encoder` writes."""
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise ProtocolError(f"a value nested more than {MAX_DEPTH} deep or of more than {MAX_ITEMS} items")
        kind = type(tree)
        if tree is None or kind is bool or kind is int:
            return tree
        if kind is float:
            return _finite(tree)
        if kind is str:
            return _clean(tree)
        if kind is list:
            return [self.decode(item, depth + 1) for item in tree]
        if kind is dict and len(tree) == 1:
            ((tag, content),) = tree.items()
            return self._tagged(tag, content, depth)
        raise ProtocolError(f"expected a JSON value or an object with one key, got {kind.__name__}")

    def _tagged(self, tag: str, content: Any, depth: int) -> Plain:
        if tag == "a":
            return self._array(content)
        if tag == "t":
            return tuple(self.decode(item, depth + 1) for item in _list(content))
        if tag == "d":
            pairs = [_list(pair, 2) for pair in _list(content)]
            keys = _distinct([self.decode(key, depth + 1) for key, _ in pairs])
            return {key: self.decode(item, depth + 1) for key, (_, item) in zip(keys, pairs, strict=True)}
        if tag == "s":
            return set(_distinct([self.decode(item, depth + 1) for item in _list(content)]))
        if tag == "f":
            return _not_finite(content)
        if tag == "i":
            return _large_integer(content)
        if tag == "c":
            return complex(*(_any_float(part) for part in _list(content, 2)))
        if tag == "b":
            return self._array(content, np.uint8).tobytes()
        if tag == "o":
            return Other(_clean(_text(content))[:200])
        if self.live:
            return self._live(tag, content, depth)
        raise ProtocolError(f"unknown kind of value {tag[:20]!r}")

    def _live(self, tag: str, content: Any, depth: int) -> Plain:
        if tag == "T":
            return AsTensor(self.decode(content, depth + 1))
        if tag == "g":
            seed, library = _list(content, 2)
            return RandomGenerator(self.decode(seed, depth + 1), library)
        if tag == "p":
            return Source(*_list(content, 2))
        raise ProtocolError(f"unknown kind of value {tag[:20]!r}")

    def _array(self, index: Any, dtype: Any = None) -> np.ndarray:
        if type(index) is not int or not 0 <= index < len(self.arrays):
            raise ProtocolError("an array that was not sent")
        array = self.arrays[index]
        if dtype is not None and (array.dtype != dtype or array.ndim != 1):
            raise ProtocolError(f"expected a row of {dtype.__name__}, got {array.dtype} of shape {array.shape}")
        return array


def _list(content: Any, length: int | None = None) -> list[Any]:
    if type(content) is not list or (length is not None and len(content) != length):
        raise ProtocolError(f"expected a list{f' of {length}' if length else ''}")
    return content


def _text(content: Any) -> str:
    if type(content) is not str:
        raise ProtocolError("expected text")
    return content


def _clean(text: str) -> str:
    """Replace halves of surrogate pairs, which no file or database can store."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ProtocolError("a number that JSON does not have")
    return number


def _not_finite(content: Any) -> float:
    if content not in ("nan", "inf", "-inf"):
        raise ProtocolError("expected nan, inf or -inf")
    return float(content)


def _any_float(content: Any) -> float:
    text = _text(content)
    try:
        return float(text[:40])
    except ValueError:
        raise ProtocolError("expected a number") from None


def _large_integer(content: Any) -> int:
    text = _text(content)
    if len(text) > MAX_INTEGER_BITS // 4 + 3:
        raise ProtocolError("an integer that is too long")
    try:
        return int(text, 16)
    except ValueError:
        raise ProtocolError("expected a hexadecimal integer") from None


def _distinct(keys: list[Plain]) -> list[Plain]:
    """Return the keys if a dict of them is quick to build: numbers chosen to have one hash would take it hours."""
    try:
        hashes = {hash(key) for key in keys}
    except TypeError:
        raise ProtocolError("a key that cannot be a key") from None
    if len(keys) > MAX_KEYS or len(keys) - len(hashes) > MAX_COLLISIONS:
        raise ProtocolError("too many keys, or too many alike")
    return keys


def array_sizes(descriptions: Any) -> list[tuple[np.dtype, tuple[int, ...], int]]:
    """Check what a header says about its arrays; return dtype, shape and number of bytes of each.

    >>> array_sizes([["float32", [2, 3]]])
    [(dtype('float32'), (2, 3), 24)]
    """
    sizes = []
    if len(_list(descriptions)) > MAX_ARRAYS:
        raise ProtocolError(f"more than {MAX_ARRAYS} arrays")
    for description in descriptions:
        name, shape = _list(description, 2)
        if type(name) is not str or name not in DTYPES:
            raise ProtocolError("an array of a type that is not allowed")
        if len(_list(shape)) > MAX_DIMENSIONS or not all(type(size) is int and 0 <= size < MAX_SIZE for size in shape):
            raise ProtocolError("an impossible shape")
        sizes.append((DTYPES[name], tuple(shape), math.prod(shape) * DTYPES[name].itemsize))
    return sizes


def arrays_from_bytes(sizes: list[tuple[np.dtype, tuple[int, ...], int]], body: bytes | bytearray) -> list[np.ndarray]:
    """Cut the body into arrays of the announced sizes; each is a copy, and a bool is 0 or 1 whatever byte was sent."""
    if sum(size for _, _, size in sizes) != len(body):
        raise ProtocolError("the bytes sent are not the bytes announced")
    arrays, start = [], 0
    for dtype, shape, size in sizes:
        logical = dtype.kind == "b"
        raw = np.frombuffer(body, dtype=np.uint8 if logical else dtype, count=math.prod(shape), offset=start)
        try:
            arrays.append((raw != 0 if logical else raw.copy()).reshape(shape))
        except ValueError:  # an empty array whose other sizes overflow
            raise ProtocolError("an impossible shape") from None
        start += size
    return arrays
