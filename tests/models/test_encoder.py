"""The encoder: torch's own with copied weights, padding, order."""

import pytest
import torch

from bigmodel_edu.models.blocks import BlockConfig
from bigmodel_edu.models.encoder import Encoder
from tests.models.test_blocks import copy_attention, copy_rest, draw, shake


@pytest.mark.parametrize("rotary_base", [None, 1000.0])
def test_padding_changes_nothing_for_real_tokens(rotary_base):
    encode = Encoder(BlockConfig(layers=2, heads=2, width=8, rotary_base=rotary_base)).eval()
    x = draw(1, 5, 8)
    padded = torch.cat([x, draw(1, 4, 8, seed=1) * 100], dim=1)
    real = torch.arange(9)[None] < 5
    torch.testing.assert_close(encode(padded, real)[:, :5], encode(x))
    _, weights = encode(padded, real, return_weights=True)
    assert len(weights) == 2 and all((layer[..., 5:] == 0).all() for layer in weights)


def test_an_encoder_does_not_know_the_order_of_its_tokens():
    encode, x = Encoder(BlockConfig(layers=2, heads=4, width=8, key_heads=2)).eval(), draw(2, 6, 8)
    order = torch.tensor([5, 0, 3, 1, 4, 2])
    torch.testing.assert_close(encode(x[:, order]), encode(x)[:, order])


def test_a_stack_equals_torchs_encoder():
    ours = Encoder(BlockConfig(layers=3, heads=3, width=12, hidden=20)).eval()
    shake(ours)
    layer = torch.nn.TransformerEncoderLayer(12, 3, 20, 0.0, "gelu", batch_first=True, norm_first=True)
    theirs = torch.nn.TransformerEncoder(layer, 3, norm=torch.nn.LayerNorm(12), enable_nested_tensor=False).train()
    for mine, other in zip(ours.blocks, theirs.layers, strict=True):
        copy_attention(mine.attention, other.self_attn)
        copy_rest(mine, other, [mine.attention_residual, mine.feed_forward_residual])
    theirs.norm.load_state_dict(ours.norm.state_dict())
    x = draw(2, 7, 12)
    torch.testing.assert_close(ours(x), theirs(x))


@pytest.mark.parametrize("mask", [torch.ones(2, 4, dtype=torch.bool), torch.ones(2, 5)])
def test_a_mask_that_does_not_fit_is_named(mask):
    with pytest.raises(ValueError, match=r"bool mask of shape \(2, 5\)"):
        Encoder(BlockConfig(layers=1, heads=1, width=4))(draw(2, 5, 4), mask)
