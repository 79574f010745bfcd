"""Quantized layers: the same numbers by both paths, smaller, and a model that still says the same."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.models.quantized_linear import FUSED_ROWS, Int4Linear, Int8Linear, quantize_model, stored_bytes
from tests.models.decoders import make, texts


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("kind", [Int8Linear, Int4Linear])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("shape", [(1, 64), (2, 5, 64), (64,), (FUSED_ROWS + 1, 64)])
def test_both_paths_multiply_by_the_codes_weights(kind, bias, shape):
    weight, shift = draw(48, 64), draw(48, seed=1) if bias else None
    x = draw(*shape, seed=2)
    plain, fused = kind(weight, shift), kind(weight, shift, fused=True)
    assert fused.fused
    wanted = F.linear(x, plain.weight, shift)
    torch.testing.assert_close(plain(x), wanted)
    torch.testing.assert_close(fused(x), wanted, atol=0.02 * float(wanted.abs().max()), rtol=0)
    assert fused(x).dtype == torch.float32 and fused(x).shape == wanted.shape


@pytest.mark.parametrize(("kind", "error"), [(Int8Linear, 0.01), (Int4Linear, 0.1)])
def test_the_answer_is_near_that_of_the_layer(kind, error):
    layer, x = nn.Linear(128, 64), draw(20, 128)
    assert (kind(layer.weight, layer.bias)(x) - layer(x)).norm() < error * layer(x).norm()


@pytest.mark.parametrize("kind", [Int8Linear, Int4Linear])
def test_sizes_that_the_kernel_does_not_take_are_unpacked(kind):
    weight, x = draw(7, 32), draw(3, 32)
    layer = kind(weight, fused=True)
    assert not layer.fused
    torch.testing.assert_close(layer(x), F.linear(x, layer.weight))


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16])
def test_the_dtype_of_the_input_comes_back(dtype):
    assert Int8Linear(draw(16, 32))(draw(2, 32).to(dtype)).dtype == dtype


def test_the_gradient_reaches_the_input_through_the_plain_path():
    x = draw(3, 32).requires_grad_()
    layer = Int8Linear(draw(8, 32))
    layer(x).sum().backward()
    torch.testing.assert_close(x.grad, layer.weight.sum(0).expand(3, 32))


@pytest.mark.parametrize("kind", ["gpt", "llama"])
@torch.no_grad()
def test_a_model_in_8_bits_says_nearly_the_same_with_cache_and_weights(kind):
    model, ids = make(kind, scale=4.0), texts(2, 8)
    before = model(ids)
    names = quantize_model(model, 8)
    assert all(isinstance(model.get_submodule(name), Int8Linear) for name in names) and "unembedding" in names
    logits, weights = model(ids, return_weights=True)
    assert (logits - before).norm() < 0.05 * before.norm() and len(weights) == 3
    cache = model.new_cache(2)
    stepped = torch.cat([model(piece, cache=cache) for piece in ids.split(3, dim=1)], dim=1)
    torch.testing.assert_close(stepped, logits, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(model.loss(ids, ids), F.cross_entropy(logits.flatten(0, 1), ids.flatten()), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize(("bits", "share"), [(8, 0.27), (4, 0.17)])
def test_a_model_takes_a_quarter_or_less(bits, share):
    model = GPT(GPTConfig(vocabulary=4, context=4, layers=2, heads=4, width=256))
    whole = stored_bytes(model)
    quantize_model(model, bits)
    assert stored_bytes(model) < share * whole


def test_four_bits_leave_rows_that_groups_do_not_divide_in_eight():
    model = nn.Sequential(nn.Linear(32, 20), nn.Linear(20, 4))
    quantize_model(model, 4)
    assert isinstance(model[0], Int4Linear) and isinstance(model[1], Int8Linear)


def test_a_quantized_model_is_stored_and_loaded():
    models = [nn.Sequential(nn.Linear(64, 32)) for _ in range(2)]
    for model in models:
        quantize_model(model, 4)
    models[1].load_state_dict(models[0].state_dict())
    x = draw(2, 64)
    assert torch.equal(models[0](x), models[1](x))


def test_other_bits_are_refused():
    with pytest.raises(ValueError, match="8 or 4 bits, got 3"):
        quantize_model(nn.Linear(2, 2), 3)
