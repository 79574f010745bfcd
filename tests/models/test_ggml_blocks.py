"""GGML's number formats, read number by number."""

import struct

import numpy as np
import pytest

from bigmodel_edu.models.ggml_blocks import BLOCKS, dequantize


def by_hand(raw, name):
    """Read one block number by number."""
    (scale,) = struct.unpack("<e", raw[:2])
    if name == "Q8_0":
        return [scale * code for code in struct.unpack("<32b", raw[2:34])]
    start, shift, lowest = (2, -8, 0.0) if name == "Q4_0" else (4, 0, struct.unpack("<e", raw[2:4])[0])
    codes = [byte & 15 for byte in raw[start:]] + [byte >> 4 for byte in raw[start:]]
    return [scale * (code + shift) + lowest for code in codes]


@pytest.mark.parametrize("kind", [2, 3, 8])
def test_blocks_are_read_number_by_number(kind):
    block, source = BLOCKS[kind], np.random.default_rng(kind)
    raw = source.integers(0, 256, (5, block.bytes), dtype=np.uint8)
    raw[:, :2] = source.normal(size=(5, 1)).astype("<f2").view(np.uint8)  # scales that are numbers
    raw[:, 2:4] = source.normal(size=(5, 1)).astype("<f2").view(np.uint8)
    found = dequantize(raw.reshape(-1), block)
    wanted = [value for row in raw for value in by_hand(row.tobytes(), block.name)]
    assert found.dtype == np.float32 and found.shape == (160,)
    np.testing.assert_allclose(found, np.array(wanted, dtype=np.float32), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("kind", "bits"), [(0, 32), (1, 16), (2, 4.5), (3, 5), (8, 8.5)])
def test_bits_a_weight(kind, bits):
    assert BLOCKS[kind].bits_per_weight == bits


def test_part_of_a_block_is_refused():
    with pytest.raises(ValueError, match="whole blocks of 20 bytes for Q4_1, got 21 bytes"):
        dequantize(np.zeros(21, dtype=np.uint8), BLOCKS[3])
