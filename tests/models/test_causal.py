"""Causal attention of the last tokens, with shared key heads, against plain attention with a mask."""

import pytest
import torch

from bigmodel_edu.models.attention import attention
from bigmodel_edu.models.causal import causal_attention


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(("tokens", "length"), [(1, 1), (1, 7), (4, 4), (3, 8)])
@pytest.mark.parametrize(("heads", "key_heads"), [(2, 2), (6, 2), (3, 1)])
def test_queries_are_the_last_tokens_and_groups_share_a_key(tokens, length, heads, key_heads):
    query, key, value = draw(2, heads, tokens, 4), draw(2, key_heads, length, 4, seed=1), draw(2, key_heads, length, 4, seed=2)
    mask = torch.arange(length) <= torch.arange(length - tokens, length)[:, None]
    times = heads // key_heads
    full = (query, key.repeat_interleave(times, 1), value.repeat_interleave(times, 1), mask)
    wanted, wanted_weights = attention(*full, return_weights=True)
    torch.testing.assert_close(causal_attention(query, key, value)[0], wanted)
    mixed, weights = causal_attention(query, key, value, return_weights=True)
    torch.testing.assert_close(mixed, wanted)
    torch.testing.assert_close(weights, wanted_weights)
    torch.testing.assert_close(causal_attention(query, key, value, mask.expand(2, 1, tokens, length))[0], wanted)


def test_causal_attention_names_heads_and_lengths_that_do_not_fit():
    with pytest.raises(ValueError, match="4 queries and 3 positions"):
        causal_attention(torch.zeros(1, 2, 4, 2), torch.zeros(1, 2, 3, 2), torch.zeros(1, 2, 3, 2))
    with pytest.raises(ValueError, match="key heads that divide the query heads, got 2 and 3"):
        causal_attention(torch.zeros(1, 3, 2, 2), torch.zeros(1, 2, 2, 2), torch.zeros(1, 2, 2, 2))
