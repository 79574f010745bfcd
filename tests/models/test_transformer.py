"""The encoder–decoder: who sees what, and torch's own Transformer with copied weights."""

import math

import pytest
import torch
from torch.nn import functional as F

from bigmodel_edu.models.positions import sinusoidal_positions
from bigmodel_edu.models.transformer import Transformer, TransformerConfig
from tests.models.test_blocks import copy_attention, copy_rest, shake

SIZES = {"vocabulary": 23, "target_vocabulary": 31, "context": 12, "layers": 2, "heads": 3, "width": 12, "hidden": 18}


@pytest.fixture
def model():
    model = Transformer(TransformerConfig(**SIZES), generator=torch.Generator().manual_seed(2)).eval()
    shake(model)
    return model


def texts(rows, tokens, vocabulary, seed=0):
    return torch.randint(vocabulary, (rows, tokens), generator=torch.Generator().manual_seed(seed))


@pytest.mark.filterwarnings("ignore:enable_nested_tensor")
def test_equals_torchs_own_with_copied_weights(model):
    theirs = torch.nn.Transformer(12, 3, 2, 2, 18, 0.0, "gelu", batch_first=True, norm_first=True).train()
    for ours, other in zip(model.encoder.blocks, theirs.encoder.layers, strict=True):
        copy_attention(ours.attention, other.self_attn)
        copy_rest(ours, other, [ours.attention_residual, ours.feed_forward_residual])
    for ours, other in zip(model.blocks, theirs.decoder.layers, strict=True):
        copy_attention(ours.attention, other.self_attn)
        copy_attention(ours.cross_attention, other.multihead_attn)
        copy_rest(ours, other, [ours.attention_residual, ours.cross_attention_residual, ours.feed_forward_residual])
    theirs.encoder.norm.load_state_dict(model.encoder.norm.state_dict())
    theirs.decoder.norm.load_state_dict(model.norm.state_dict())
    source, target = texts(2, 7, 23), texts(2, 5, 31)
    real = torch.arange(7) < torch.tensor([[7], [4]])
    places = sinusoidal_positions(12, 12)
    x = model.source_embedding(source) * math.sqrt(12) + places[:7]
    y = model.target_embedding(target) * math.sqrt(12) + places[:5]
    future = ~torch.ones(5, 5, dtype=torch.bool).tril()
    hidden = theirs(x, y, tgt_mask=future, src_key_padding_mask=~real, memory_key_padding_mask=~real)
    torch.testing.assert_close(model(source, target, real), hidden @ model.target_embedding.weight.T, atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_the_target_is_causal_and_sees_the_whole_source(model):
    source, target = texts(1, 6, 23), texts(1, 7, 31)
    before = model(source, target)
    later, other = target.clone(), source.clone()
    later[0, 4] = (later[0, 4] + 1) % 31
    other[0, 5] = (other[0, 5] + 1) % 23
    assert (model(source, later)[:, :4] == before[:, :4]).all()
    assert ((model(other, target) - before).abs().amax(-1) > 1e-5).all()


@torch.no_grad()
def test_padding_of_the_source_changes_nothing(model):
    source, target = texts(1, 4, 23), texts(1, 5, 31)
    padded = torch.cat([source, texts(1, 3, 23, seed=4)], dim=1)
    real = torch.tensor([[True] * 4 + [False] * 3])
    torch.testing.assert_close(model(padded, target, real), model(source, target), atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_weights_of_all_three_kinds(model):
    source, target = texts(2, 6, 23), texts(2, 4, 31)
    logits, weights = model(source, target, return_weights=True)
    torch.testing.assert_close(logits, model(source, target), atol=1e-5, rtol=1e-5)
    shapes = [(2, 3, 6, 6), (2, 3, 4, 4), (2, 3, 4, 6)]
    for kind, shape in zip((weights.encoder, weights.decoder, weights.cross), shapes, strict=True):
        assert len(kind) == 2 and all(layer.shape == shape for layer in kind)


def test_the_loss_is_the_cross_entropy_of_the_logits(model):
    source, target, following = texts(2, 6, 23), texts(2, 4, 31), texts(2, 4, 31, seed=1)
    following[1, 2:] = -100
    wanted = F.cross_entropy(model(source, target).flatten(0, 1), following.flatten())
    torch.testing.assert_close(model.loss(source, target, following), wanted)


def test_one_vocabulary_is_one_embedding():
    shared = Transformer(TransformerConfig(**{**SIZES, "target_vocabulary": None}))
    assert shared.target_embedding is shared.source_embedding
    assert shared(texts(1, 3, 23), texts(1, 2, 23)).shape == (1, 2, 23)


def test_texts_that_are_too_long_or_empty_are_named(model):
    with pytest.raises(ValueError, match=r"\(batch, 1 to 12 tokens\), got \(1, 13\)"):
        model(texts(1, 13, 23), texts(1, 2, 31))
    with pytest.raises(ValueError, match=r"got \(1, 0\)"):
        model(texts(1, 3, 23), texts(1, 0, 31))


def test_an_odd_width_is_refused():
    with pytest.raises(ValueError, match="even width"):
        TransformerConfig(**{**SIZES, "width": 9})
