"""Multi-head attention against torch's, with copied weights."""

import pytest
import torch

from bigmodel_edu.models.multihead import MultiHeadAttention, merge_heads, repeat_heads, split_heads


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def torchs_own(ours, width, heads):
    theirs = torch.nn.MultiheadAttention(width, heads, batch_first=True)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(torch.cat([ours.query.weight, ours.key.weight, ours.value.weight]))
        theirs.in_proj_bias.copy_(torch.cat([ours.query.bias, ours.key.bias, ours.value.bias]))
        theirs.out_proj.load_state_dict(ours.output.state_dict())
    return theirs


@pytest.mark.parametrize(("width", "heads"), [(12, 4), (10, 1), (21, 3)])
@pytest.mark.parametrize("cross", [False, True])
def test_equals_torchs_own_with_copied_weights(width, heads, cross):
    ours = MultiHeadAttention(width, heads)
    theirs = torchs_own(ours, width, heads)
    x = draw(2, 5, width)
    context = draw(2, 7, width, seed=1) if cross else x
    mask = draw(5, context.shape[1], seed=2) > -0.5
    mask[:, 0] = True
    wanted, wanted_weights = theirs(x, context, context, attn_mask=~mask, average_attn_weights=False)
    output, weights = ours(x, context, mask, return_weights=True)
    torch.testing.assert_close(output, wanted)
    torch.testing.assert_close(weights, wanted_weights)
    torch.testing.assert_close(ours(x, context, mask), wanted)


def test_grouped_keys_equal_repeated_keys():
    grouped, full = MultiHeadAttention(24, 6, key_heads=2), MultiHeadAttention(24, 6)
    with torch.no_grad():
        for name in ("query", "output"):
            getattr(full, name).load_state_dict(getattr(grouped, name).state_dict())
        for name in ("key", "value"):  # each of the 2 key heads stands 3 times, side by side
            weight = getattr(grouped, name).weight.view(2, 4, 24).repeat_interleave(3, dim=0).reshape(24, 24)
            getattr(full, name).weight.copy_(weight)
            getattr(full, name).bias.copy_(getattr(grouped, name).bias.view(2, 4).repeat_interleave(3, dim=0).flatten())
    x = draw(3, 7, 24)
    torch.testing.assert_close(grouped(x), full(x))


def test_permuting_tokens_permutes_the_result_unless_positions_are_rotary():
    order = torch.tensor([4, 2, 0, 1, 3])
    x = draw(2, 5, 16)
    plain = MultiHeadAttention(16, 4)
    torch.testing.assert_close(plain(x[:, order]), plain(x)[:, order])
    rotary = MultiHeadAttention(16, 4, rotary_base=10_000.0)
    assert not torch.allclose(rotary(x[:, order]), rotary(x)[:, order], atol=1e-3)


def test_heads_do_not_mix_before_the_output():
    attend = MultiHeadAttention(8, 2)
    with torch.no_grad():
        attend.output.weight.copy_(torch.eye(8))
        attend.value.weight[4:] = 0
        attend.value.bias[4:] = 0
        attend.output.bias.zero_()
    assert (attend(draw(2, 3, 8))[..., 4:] == 0).all()


@pytest.mark.parametrize(("batch", "tokens", "heads", "size"), [(2, 5, 3, 4), (1, 1, 1, 1), (3, 2, 4, 1)])
def test_split_and_merge_are_inverse_and_place_features_by_head(batch, tokens, heads, size):
    x = draw(batch, tokens, heads * size)
    split = split_heads(x, heads)
    assert split.shape == (batch, heads, tokens, size)
    assert (split[:, 0] == x[..., :size]).all()
    assert (merge_heads(split) == x).all()


def test_repeat_heads_keeps_groups_together():
    x = draw(2, 2, 3, 4)
    repeated = repeat_heads(x, 3)
    assert repeated.shape == (2, 6, 3, 4)
    assert all((repeated[:, head] == x[:, head // 3]).all() for head in range(6))


@pytest.mark.parametrize(("width", "heads", "key_heads"), [(10, 3, None), (12, 4, 3)])
def test_heads_that_do_not_divide_are_named(width, heads, key_heads):
    with pytest.raises(ValueError, match="divide"):
        MultiHeadAttention(width, heads, key_heads=key_heads)
    with pytest.raises(ValueError, match="divide the width, got width 10 and 3 heads"):
        split_heads(draw(1, 2, 10), 3)
