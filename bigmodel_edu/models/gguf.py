"""GGUF: the file that llama.cpp keeps a model in: named facts, then named tensors. Read here from its published layout.

A file holds, little-endian: the letters GGUF, a version, the number of tensors and of facts; the facts, each a name, a type and a
value; each tensor's name, shape, number format and place; then, aligned, the tensors. The file is mapped into memory, so a tensor
is read from the disk when it is used.

Source: the GGUF specification, https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
"""

import mmap
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from bigmodel_edu.models.ggml_blocks import BLOCKS, dequantize

_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True)
class TensorEntry:
    """Where one tensor stands in the file.

    Attributes:
        shape: as torch counts, the last axis running fastest.
        format: GGML's number of the number format.
        offset: byte in the data section.
    """

    shape: tuple[int, ...]
    format: int
    offset: int


class GGUFFile:
    """A model file, open for reading.

    Args:
        path: the file.

    Attributes:
        facts: the file's named values, such as ``general.architecture``.
        entries: where each tensor stands.

    Raises:
        ValueError: if the file is no GGUF file of version 2 or 3, or ends too early.

    Example: ``GGUFFile("model.gguf").tensor("token_embd.weight")``.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        with self.path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._at = 4
        if self._bytes[:4] != b"GGUF":
            raise ValueError(f"expected a GGUF file, got {self.path.name}, which starts with {self._bytes[:4]!r}")
        try:
            self.facts, self.entries = self._header()
        except struct.error as error:
            raise ValueError(f"expected a whole GGUF file, got {self.path.name}, which ends inside its header") from error

    def _header(self) -> tuple[dict[str, Any], dict[str, TensorEntry]]:
        version = self._scalar("<I")
        if version not in (2, 3):
            raise ValueError(f"expected GGUF version 2 or 3, got version {version} in {self.path.name}")
        tensors, facts = self._scalar("<Q"), self._scalar("<Q")
        named = {self._string(): self._value(self._scalar("<I")) for _ in range(facts)}
        return named, dict(self._entry() for _ in range(tensors))

    def _scalar(self, layout: str) -> Any:
        (value,) = struct.unpack_from(layout, self._bytes, self._at)
        self._at += struct.calcsize(layout)
        return value

    def _string(self) -> str:
        length = self._scalar("<Q")
        self._at += length
        return self._bytes[self._at - length : self._at].decode("utf-8")

    def _value(self, kind: int) -> Any:
        if kind == _STRING:
            return self._string()
        if kind == _ARRAY:
            of, count = self._scalar("<I"), self._scalar("<Q")
            return [self._value(of) for _ in range(count)]
        if kind not in _SCALARS:
            raise ValueError(f"expected a GGUF value type from 0 to 12, got {kind} in {self.path.name}")
        return self._scalar(_SCALARS[kind])

    def _entry(self) -> tuple[str, TensorEntry]:
        name = self._string()
        sizes = [self._scalar("<Q") for _ in range(self._scalar("<I"))]
        return name, TensorEntry(tuple(reversed(sizes)), self._scalar("<I"), self._scalar("<Q"))

    @cached_property
    def _data_start(self) -> int:
        alignment = int(self.facts.get("general.alignment", 32))
        return -(-self._at // alignment) * alignment

    def raw(self, name: str) -> np.ndarray:
        """Return one tensor's bytes as they stand in the file, without a copy.

        Raises:
            KeyError: if there is no such tensor.
            ValueError: if its number format is none that this reader knows, or the file ends inside it.
        """
        if name not in self.entries:
            raise KeyError(f"expected the name of a tensor in {self.path.name}, got {name!r}")
        entry = self.entries[name]
        if entry.format not in BLOCKS:
            known = ", ".join(block.name for block in BLOCKS.values())
            raise ValueError(f"expected a tensor in {known}, got GGML format {entry.format} for {name}")
        block = BLOCKS[entry.format]
        size = int(np.prod(entry.shape)) // block.values * block.bytes
        start = self._data_start + entry.offset
        if start + size > len(self._bytes):
            raise ValueError(f"expected a whole GGUF file, got {self.path.name}, which ends inside {name}")
        return np.frombuffer(self._bytes, dtype=np.uint8, count=size, offset=start)

    def tensor(self, name: str) -> Tensor:
        """Return one tensor as float32 (F16, F32 and the block formats are all exact in float32).

        Raises:
            KeyError, ValueError: as for :meth:`raw`.
        """
        raw, entry = self.raw(name), self.entries[name]
        return torch.from_numpy(dequantize(raw, BLOCKS[entry.format])).view(entry.shape)
