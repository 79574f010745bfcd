"""Norms against torch's and against their formulas."""

import pytest
import torch
from torch.nn import functional as F

from bigmodel_edu.models.normalisation import LayerNorm, RMSNorm


def draw(*shape, seed=0, dtype=torch.float32):
    return (3 * torch.randn(*shape, generator=torch.Generator().manual_seed(seed)) + 1).to(dtype)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_layer_norm_is_the_formula_and_torchs_own(bias, dtype):
    x = draw(2, 5, 7, dtype=dtype)
    norm = LayerNorm(7, bias=bias, epsilon=1e-3).to(dtype)
    with torch.no_grad():
        norm.weight.copy_(draw(7, seed=1))
        if bias:
            norm.bias.copy_(draw(7, seed=2))
    mean, variance = x.mean(-1, keepdim=True), x.var(-1, keepdim=True, unbiased=False)
    shift = norm.bias if bias else 0
    torch.testing.assert_close(norm(x), (x - mean) / (variance + 1e-3).sqrt() * norm.weight + shift)
    torch.testing.assert_close(norm(x), F.layer_norm(x, (7,), norm.weight, norm.bias, 1e-3))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_rms_norm_is_the_formula(dtype):
    x = draw(3, 1, 5, dtype=dtype)
    norm = RMSNorm(5, epsilon=1e-2).to(dtype)
    with torch.no_grad():
        norm.weight.copy_(draw(5, seed=1))
    torch.testing.assert_close(norm(x), x / (x.square().mean(-1, keepdim=True) + 1e-2).sqrt() * norm.weight)


def test_layer_norm_does_not_care_for_shift_and_scale_and_rms_norm_for_scale():
    x = draw(4, 64, dtype=torch.float64)
    torch.testing.assert_close(LayerNorm(64).double()(7 * x + 2), LayerNorm(64).double()(x), atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(RMSNorm(64).double()(7 * x), RMSNorm(64).double()(x), atol=1e-5, rtol=1e-5)
    assert not torch.allclose(RMSNorm(64).double()(x + 2), RMSNorm(64).double()(x), atol=1e-2)
