"""GPT's configuration, and the model against torch's own encoder layer with a causal mask."""

import pytest
import torch

from bigmodel_edu.models.gpt import GPT, GPTConfig
from tests.models.decoders import make, texts

SIZES = {"vocabulary": 11, "context": 5, "layers": 2, "heads": 3, "width": 6}


@pytest.mark.parametrize("pre_norm", [True, False])
@torch.no_grad()
def test_a_block_equals_torchs_own_with_copied_weights(pre_norm):
    model = make("gpt" if pre_norm else "gpt-post")
    block, C = model.blocks[1], model.config.width
    theirs = torch.nn.TransformerEncoderLayer(
        C, model.config.heads, 4 * C, dropout=0.0, activation="gelu", batch_first=True, norm_first=pre_norm
    ).eval()
    theirs.self_attn.in_proj_weight.copy_(block.attention.query_key_value.weight)
    theirs.self_attn.in_proj_bias.copy_(block.attention.query_key_value.bias)
    theirs.self_attn.out_proj.load_state_dict(block.attention.output.state_dict())
    theirs.linear1.load_state_dict(block.feed_forward.widen.state_dict())
    theirs.linear2.load_state_dict(block.feed_forward.narrow.state_dict())
    theirs.norm1.load_state_dict(block.attention_norm.state_dict())
    theirs.norm2.load_state_dict(block.feed_forward_norm.state_dict())
    states = model.hidden_states(texts(2, 7))
    mask = torch.nn.Transformer.generate_square_subsequent_mask(7)
    torch.testing.assert_close(theirs(states[1], src_mask=mask, is_causal=True), states[2], atol=2e-5, rtol=2e-5)


def test_the_output_layer_is_the_embedding():
    model = GPT(GPTConfig(**SIZES))
    assert model.output_weight is model.token_embedding.weight
    assert not [name for name, _ in model.named_parameters() if "unembed" in name]


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"heads": 4}, ValueError, "GPTConfig.heads to divide width, got width 6 and heads 4"),
        ({"layers": 0}, ValueError, "GPTConfig.layers of 1 or more, got 0"),
        ({"width": 6.0}, TypeError, "GPTConfig.width to be an integer, got 6.0"),
        ({"layers": True}, TypeError, "GPTConfig.layers to be an integer, got True"),
        ({"dropout": 1.0}, ValueError, "dropout from 0 to below 1, got 1.0"),
        ({"activation": "sine"}, ValueError, "an activation among"),
    ],
)
def test_sizes_that_cannot_be_are_named(change, error, message):
    with pytest.raises(error, match=message):
        GPTConfig(**{**SIZES, **change})


def test_a_config_cannot_change():
    with pytest.raises(AttributeError):
        GPTConfig(**SIZES).width = 7
