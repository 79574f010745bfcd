"""GGML's number formats: weights stored in blocks of 32, each block with its own scale.

A 4-bit code says which of 16 evenly spaced values a weight is; the scale d (and the lowest value m) are stored once for the block
in 16 bits. So Q4_1 costs (32·4 + 16 + 16) / 32 = 5 bits a weight.

Source: the GGML project's block definitions, https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Block:
    """One number format.

    Attributes:
        name: GGML's name.
        values: weights in a block.
        bytes: bytes in a block.
        decode: (N, bytes) uint8 → (N, values) float32.
    """

    name: str
    values: int
    bytes: int
    decode: Callable[[np.ndarray], np.ndarray]

    @property
    def bits_per_weight(self) -> float:
        """Storage for one weight."""
        return 8 * self.bytes / self.values


def _half(blocks: np.ndarray, start: int) -> np.ndarray:
    """Return the 16-bit number that starts at a byte of each block, (N, 1) float32."""
    return blocks[:, start : start + 2].copy().view("<f2").astype(np.float32)


def _codes(packed: np.ndarray) -> np.ndarray:
    """Unpack two 4-bit codes from each byte: the low halves are weights 0 to 15 of the block, the high halves 16 to 31."""
    return np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32)


def _f32(blocks: np.ndarray) -> np.ndarray:
    return blocks.copy().view("<f4").astype(np.float32)


def _f16(blocks: np.ndarray) -> np.ndarray:
    return _half(blocks, 0)


def _q4_0(blocks: np.ndarray) -> np.ndarray:
    weights: np.ndarray = _half(blocks, 0) * (_codes(blocks[:, 2:]) - 8)
    return weights


def _q4_1(blocks: np.ndarray) -> np.ndarray:
    weights: np.ndarray = _half(blocks, 0) * _codes(blocks[:, 4:]) + _half(blocks, 2)
    return weights


def _q8_0(blocks: np.ndarray) -> np.ndarray:
    return _half(blocks, 0) * blocks[:, 2:].view(np.int8).astype(np.float32)


BLOCKS = {
    0: Block("F32", 1, 4, _f32),
    1: Block("F16", 1, 2, _f16),
    2: Block("Q4_0", 32, 18, _q4_0),
    3: Block("Q4_1", 32, 20, _q4_1),
    8: Block("Q8_0", 32, 34, _q8_0),
}


def dequantize(raw: np.ndarray, block: Block) -> np.ndarray:
    """Return the weights that stored bytes stand for.

    Args:
        raw: uint8, a whole number of blocks.
        block: their format.

    Returns:
        (weights,) float32.

    Raises:
        ValueError: if the bytes are no whole number of blocks.

    >>> one = np.array([0, 60] + [9, 7] * 8, dtype=np.uint8)  # d = 1, codes 9 and 7, 16 high codes 0
    >>> dequantize(one, BLOCKS[2])[:4].tolist()
    [1.0, -1.0, 1.0, -1.0]
    """
    if raw.size % block.bytes:
        raise ValueError(f"expected whole blocks of {block.bytes} bytes for {block.name}, got {raw.size} bytes")
    return block.decode(raw.reshape(-1, block.bytes)).reshape(-1)
