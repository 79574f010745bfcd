"""Quantisation: errors within half a step, exact where the numbers allow, and odd rows."""

import pytest
import torch

from bigmodel_edu.models.ggml_blocks import BLOCKS, dequantize
from bigmodel_edu.models.quantization import dequantize_int4, dequantize_int8, pack_int4, quantize_int4, quantize_int8, unpack_int4


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_int8_errs_by_half_a_step_of_its_own_row_at_most(dtype):
    weight = (draw(6, 11) * torch.tensor([1e-6, 0.1, 1.0, 30.0, 1e4, 0.0])[:, None]).to(dtype)
    codes, scale = quantize_int8(weight)
    assert codes.dtype == torch.int8 and codes.abs().amax(1).tolist() == [127] * 5 + [0]
    error = (dequantize_int8(codes, scale) - weight.float()).abs()
    assert (error <= scale[:, None] / 2 * 1.001).all()


def test_int8_is_odd_about_zero_and_keeps_zero():
    weight = draw(3, 8)
    weight[:, 2] = 0
    codes, _ = quantize_int8(weight)
    assert (quantize_int8(-weight)[0] == -codes).all() and (codes[:, 2] == 0).all()


@pytest.mark.parametrize("group", [4, 8, 24])
def test_int4_errs_by_half_a_step_of_its_own_group_at_most(group):
    weight = draw(5, 24) + 3
    weight[2] = 7.0  # a row without spread
    codes, scale, lowest = quantize_int4(weight, group)
    assert codes.dtype == torch.uint8 and codes.max() <= 15 and scale.shape == lowest.shape == (5, 24 // group)
    error = (dequantize_int4(codes, scale, lowest) - weight).abs().view(5, -1, group)
    assert (error <= scale[..., None] / 2 * 1.001 + 1e-6).all()
    assert (error[2] == 0).all()


def test_int4_gives_back_what_ggmls_q4_1_stores():
    """A published 4-bit file loses nothing more: its blocks use both ends of their range, so the same 16 values are found again."""
    source = torch.Generator().manual_seed(0)
    raw = torch.randint(0, 256, (50, 20), dtype=torch.uint8, generator=source)
    raw[:, :2] = (torch.rand(50, 1, generator=source) + 0.1).half().view(torch.uint8)
    raw[:, 2:4] = torch.randn(50, 1, generator=source).half().view(torch.uint8)
    raw[:, 4] = 0xF0
    stored = torch.from_numpy(dequantize(raw.numpy().reshape(-1), BLOCKS[3])).view(10, 160)
    torch.testing.assert_close(dequantize_int4(*quantize_int4(stored, 32)), stored, atol=1e-6, rtol=1e-6)


def test_packing_is_undone_by_unpacking_and_halves_the_bytes():
    codes = torch.randint(0, 16, (3, 14), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
    packed = pack_int4(codes)
    assert packed.shape == (3, 7) and torch.equal(unpack_int4(packed), codes)
    with pytest.raises(ValueError, match="even number of codes, got 3"):
        pack_int4(codes[:, :3])


@pytest.mark.parametrize("quantize", [quantize_int8, quantize_int4])
def test_weights_that_cannot_be_are_named(quantize):
    with pytest.raises(ValueError, match=r"\(outputs, inputs\), got \(32,\)"):
        quantize(torch.zeros(32))
    with pytest.raises(ValueError, match="finite"):
        quantize(torch.full((2, 32), float("nan")))
    with pytest.raises(ValueError, match="divides the row of 32 weights, got 5"):
        quantize_int4(torch.zeros(2, 32), 5)
