"""Encoder and decoder blocks against torch's layers with copied weights."""

import pytest
import torch

from bigmodel_edu.models.blocks import BlockConfig, DecoderBlock, EncoderBlock
from bigmodel_edu.models.encoder import padding_mask


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@torch.no_grad()
def copy_attention(ours, theirs):
    theirs.in_proj_weight.copy_(torch.cat([ours.query.weight, ours.key.weight, ours.value.weight]))
    theirs.in_proj_bias.copy_(torch.cat([ours.query.bias, ours.key.bias, ours.value.bias]))
    theirs.out_proj.load_state_dict(ours.output.state_dict())


@torch.no_grad()
def shake(module):
    """Move norms and biases away from 1 and 0, where mistakes would not show."""
    for weight in module.parameters():
        if weight.dim() == 1:
            weight.add_(torch.randn(weight.shape, generator=torch.Generator().manual_seed(7)), alpha=0.3)


def copy_rest(ours, theirs, residuals):
    theirs.linear1.load_state_dict(ours.feed_forward.widen.state_dict())
    theirs.linear2.load_state_dict(ours.feed_forward.narrow.state_dict())
    for number, residual in enumerate(residuals, start=1):
        getattr(theirs, f"norm{number}").load_state_dict(residual.norm.state_dict())


CONFIGS = [
    BlockConfig(layers=1, heads=3, width=12, hidden=20, pre_norm=True, activation="gelu"),
    BlockConfig(layers=1, heads=2, width=10, hidden=7, pre_norm=False, activation="relu", epsilon=1e-3),
]


@pytest.mark.parametrize("config", CONFIGS)
def test_encoder_block_equals_torchs_layer(config):
    ours = EncoderBlock(config).eval()
    shake(ours)
    theirs = torch.nn.TransformerEncoderLayer(
        config.width, config.heads, config.hidden, 0.0, config.activation, config.epsilon, batch_first=True, norm_first=config.pre_norm
    ).train()  # train: torch's fast path would treat padding differently
    copy_attention(ours.attention, theirs.self_attn)
    copy_rest(ours, theirs, [ours.attention_residual, ours.feed_forward_residual])
    x, real = draw(3, 6, config.width), torch.arange(6) < torch.tensor([[6], [2], [4]])
    torch.testing.assert_close(ours(x), theirs(x))
    torch.testing.assert_close(ours(x, padding_mask(real, x)), theirs(x, src_key_padding_mask=~real))
    output, weights = ours(x, padding_mask(real, x), return_weights=True)
    torch.testing.assert_close(output, theirs(x, src_key_padding_mask=~real))
    assert weights.shape == (3, config.heads, 6, 6) and (weights[1, :, :, 2:] == 0).all()


@pytest.mark.parametrize("config", CONFIGS)
def test_decoder_block_equals_torchs_layer_for_unequal_lengths(config):
    ours = DecoderBlock(config).eval()
    shake(ours)
    theirs = torch.nn.TransformerDecoderLayer(
        config.width, config.heads, config.hidden, 0.0, config.activation, config.epsilon, batch_first=True, norm_first=config.pre_norm
    ).train()
    copy_attention(ours.attention, theirs.self_attn)
    copy_attention(ours.cross_attention, theirs.multihead_attn)
    copy_rest(ours, theirs, [ours.attention_residual, ours.cross_attention_residual, ours.feed_forward_residual])
    x, memory = draw(2, 5, config.width), draw(2, 8, config.width, seed=1)
    mask = torch.ones(5, 5, dtype=torch.bool).tril()
    real = torch.arange(8) < torch.tensor([[8], [3]])
    wanted = theirs(x, memory, tgt_mask=~mask, memory_key_padding_mask=~real)
    torch.testing.assert_close(ours(x, memory, mask, padding_mask(real, memory)), wanted)
    output, own, cross = ours(x, memory, mask, padding_mask(real, memory), return_weights=True)
    torch.testing.assert_close(output, wanted)
    assert own.shape == (2, config.heads, 5, 5) and cross.shape == (2, config.heads, 5, 8)
    assert (own.triu(1) == 0).all() and (cross[1, :, :, 3:] == 0).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"heads": 3}, "heads to divide width"),
        ({"key_heads": 3}, "key_heads to divide heads"),
        ({"hidden": 0}, "hidden of 1 or more"),
        ({"dropout": -0.1}, "dropout from 0"),
    ],
)
def test_sizes_that_cannot_be_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        BlockConfig(**{"layers": 1, "heads": 4, "width": 8, **change})
