"""The KV cache keeps what is written, where it belongs."""

import pytest
import torch

from bigmodel_edu.models.cache import KVCache


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def test_what_is_written_comes_back_in_order():
    cache = KVCache(layers=2, batch=3, heads=2, length=9, head_size=4)
    first, second = draw(3, 2, 5, 4), draw(3, 2, 2, 4, seed=1)
    cache.reserve(5)
    cache.write(1, first, -first)
    cache.reserve(2)
    keys, values = cache.write(1, second, -second)
    assert (keys == torch.cat([first, second], dim=2)).all() and (values == -keys).all()
    assert cache.length == 7 and (cache.keys[0] == 0).all()


def test_rows_may_stand_at_different_positions():
    cache = KVCache(layers=1, batch=2, heads=1, length=6, head_size=3)
    cache.reserve(4)
    cache.write(0, torch.zeros(2, 1, 4, 3), torch.zeros(2, 1, 4, 3))
    new = draw(2, 1, 1, 3)
    cache.reserve(1, torch.tensor([[2], [4]]))
    keys, _ = cache.write(0, new, new)
    assert cache.length == 5
    assert (keys[0, 0, 2] == new[0, 0, 0]).all() and (keys[1, 0, 4] == new[1, 0, 0]).all()
    assert (keys[0, 0, 4] == 0).all() and (keys[1, 0, 2] == 0).all()


def test_the_bytes_are_those_of_the_formula():
    cache = KVCache(layers=32, batch=1, heads=8, length=1, head_size=128, dtype=torch.bfloat16, device="meta")
    assert cache.bytes == 131_072  # Llama-3-8B, one token in 16 bits


def test_selected_rows_are_copies():
    cache = KVCache(layers=2, batch=3, heads=1, length=4, head_size=2)
    for layer in range(2):
        cache.reserve(0)
        cache.keys[layer] = draw(3, 1, 4, 2, seed=layer)
    cache.length = 3
    chosen = cache.select(torch.tensor([2, 0, 2, 2]))
    assert (chosen.keys[:, 1] == cache.keys[:, 0]).all() and (chosen.keys[:, 3] == cache.keys[:, 2]).all()
    assert chosen.length == 3
    chosen.keys.zero_()
    assert (cache.keys != 0).all()


def test_a_full_cache_says_so():
    cache = KVCache(layers=1, batch=1, heads=1, length=3, head_size=1)
    cache.reserve(3)
    with pytest.raises(ValueError, match="at most 3 positions in this cache, got 4"):
        cache.reserve(1)
    with pytest.raises(ValueError, match="got 9"):
        cache.reserve(1, torch.tensor([[8]]))
    assert cache.length == 3


def test_sizes_below_1_are_refused():
    with pytest.raises(ValueError, match="1 or more"):
        KVCache(layers=1, batch=0, heads=1, length=3, head_size=1)
