"""Attention weights as an indexed PNG: the palette index of a pixel is the quantised weight, so the data is its own picture.

A byte holds round(254 √w). The root spends the levels where weights are small; the error is at most .004 (1/254 near w = 1,
far less below). Byte 255 means "never looked at": a masked pair, or the gap between two matrices; it is drawn transparent.
"""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from bigmodel_edu.viz.arrays import Array
from bigmodel_edu.viz.colours import weight_colours

LEVELS = 254
BLANK = 255
MAX_ERROR = 0.004
SIGNATURE = b"\x89PNG\r\n\x1a\n"
COMPRESSION = 6  # zlib's level: 9 takes three times as long for about 1 % less


def quantise(weights: Array) -> NDArray[np.uint8]:
    r"""Turn weights into bytes, :math:`b = \mathrm{round}(254\sqrt{w})`.

    Args:
        weights: any shape, each from 0 to 1.

    >>> quantise(np.array([0.0, 0.25, 1.0])).tolist()
    [0, 127, 254]
    """
    roots = np.sqrt(weights, dtype=np.float32)
    roots *= LEVELS
    return np.rint(roots, out=roots).astype(np.uint8)


def dequantise(levels: NDArray[np.uint8]) -> Array:
    r"""Turn bytes back into weights, :math:`w = (b / 254)^2`; blanks become 0.

    >>> dequantise(np.array([0, 127, 254, 255], dtype=np.uint8)).tolist()
    [0.0, 0.25, 1.0, 0.0]
    """
    table = (np.arange(256) / LEVELS) ** 2
    table[BLANK] = 0
    return table[levels]


def atlas(levels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lay all matrices out as one picture: a row of matrices per layer, a column per head, one blank pixel between.

    Args:
        levels: (L, H, T, S) bytes.

    Returns:
        (L (T + 1) - 1, H (S + 1) - 1) bytes.

    >>> atlas(np.zeros((2, 3, 4, 5), dtype=np.uint8)).shape
    (9, 17)
    """
    layers, heads, rows, columns = levels.shape
    picture = np.full((layers, rows + 1, heads, columns + 1), BLANK, dtype=np.uint8)
    picture[:, :rows, :, :columns] = levels.transpose(0, 2, 1, 3)
    return picture.reshape(layers * (rows + 1), heads * (columns + 1))[:-1, :-1]


def encode_png(levels: NDArray[np.uint8]) -> bytes:
    """Write an 8-bit indexed PNG without filters: they make such pictures larger, and the reader longer.

    Args:
        levels: (height, width) bytes.

    Source: PNG (Third Edition), W3C 2025.

    >>> encode_png(np.zeros((2, 2), dtype=np.uint8))[:8] == SIGNATURE
    True
    """
    height, width = levels.shape
    rows = np.zeros((height, width + 1), dtype=np.uint8)  # each row begins with its filter: 0, none
    rows[:, 1:] = levels
    palette = np.vstack([weight_colours(LEVELS + 1), [[128, 128, 128]]]).astype(np.uint8)
    opacity = bytes([255] * BLANK + [0])
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.tobytes()),
        (b"tRNS", opacity),
        (b"IDAT", zlib.compress(rows.tobytes(), COMPRESSION)),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def resize_for_print(levels: NDArray[np.uint8], longest: int = 480) -> NDArray[np.uint8]:
    """Bring a picture near a printable size: pixels repeated where it is small, the strongest of a block kept where it is large.

    >>> resize_for_print(np.zeros((10, 30), dtype=np.uint8), longest=90).shape
    (30, 90)
    """
    size = max(levels.shape)
    if size <= longest:
        times = longest // size
        return levels.repeat(times, axis=0).repeat(times, axis=1)
    return max_pool(levels, -(-size // longest))


def max_pool(levels: NDArray[np.uint8], block: int) -> NDArray[np.uint8]:
    """Keep the strongest of each block of the last two axes; a block is blank only where all of it is.

    >>> max_pool(np.array([[1, 9, BLANK], [2, 3, BLANK]], dtype=np.uint8), 2).tolist()
    [[9, 255]]
    """
    rows, columns = levels.shape[-2:]
    pad = [(0, 0)] * (levels.ndim - 2) + [(0, -rows % block), (0, -columns % block)]
    shifted = np.pad(levels + np.uint8(1), pad)  # 255 + 1 = 0: a blank loses against everything
    blocks = shifted.reshape(*levels.shape[:-2], -(-rows // block), block, -(-columns // block), block)
    largest: NDArray[np.uint8] = blocks.max(axis=(-3, -1)) - np.uint8(1)
    return largest
