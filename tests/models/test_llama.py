"""Llama's own rules: grouped keys, rotary positions only, no biases."""

import pytest
import torch

from bigmodel_edu.models.llama import Llama, LlamaConfig
from tests.models.decoders import make, texts

SIZES = {"vocabulary": 11, "context": 9, "layers": 2, "heads": 4, "key_heads": 2, "width": 16, "hidden": 20}


@torch.no_grad()
def test_grouped_keys_equal_a_model_whose_keys_are_repeated():
    grouped = make("llama")
    full = Llama(LlamaConfig(53, 19, layers=3, heads=6, key_heads=6, width=24, hidden=37))
    weights = grouped.state_dict()
    for name, weight in weights.items():
        if name.endswith(("attention.key.weight", "attention.value.weight")):
            weights[name] = weight.view(2, 4, 24).repeat_interleave(3, dim=0).reshape(24, 24)
    full.load_state_dict(weights)
    ids = texts(2, 9)
    torch.testing.assert_close(full(ids), grouped(ids), atol=2e-5, rtol=2e-5)


@torch.no_grad()
def test_only_distances_matter():
    model, ids = make("llama"), texts(2, 6)
    torch.testing.assert_close(model(ids, positions=torch.arange(10, 16)), model(ids), atol=5e-4, rtol=5e-4)
    assert not torch.allclose(model(ids, positions=2 * torch.arange(6)), model(ids), atol=1e-2)


def test_there_are_no_biases_and_the_output_layer_is_its_own_unless_tied():
    names = [name for name, _ in Llama(LlamaConfig(**SIZES)).named_parameters()]
    assert not [name for name in names if "bias" in name] and "unembedding.weight" in names
    tied = Llama(LlamaConfig(**SIZES, tied=True))
    assert tied.output_weight is tied.token_embedding.weight


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"key_heads": 3}, "key_heads to divide heads, got heads 4 and key_heads 3"),
        ({"heads": 16, "key_heads": 16}, "even head size, for rotary pairs, got 1 = 16 / 16"),
        ({"rotary_base": 1.0}, "rotary_base above 1"),
        ({"epsilon": 0.0}, "epsilon above 0"),
        ({"hidden": 0}, "hidden of 1 or more"),
    ],
)
def test_sizes_that_cannot_be_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        LlamaConfig(**{**SIZES, **change})
