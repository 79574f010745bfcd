"""What every decoder promises: causality, the same answer with and without cache, whatever the padding."""

import math

import pytest
import torch
from torch.nn import functional as F

from bigmodel_edu.models.gpt import GPT, GPTConfig
from tests.models.decoders import CONTEXT, VOCABULARY, make, texts

KINDS = ["gpt", "gpt-plain", "gpt-post", "llama"]


@pytest.fixture(params=KINDS)
def model(request):
    return make(request.param)


def close(found, wanted):
    torch.testing.assert_close(found, wanted, atol=2e-5, rtol=2e-5)


def test_no_token_sees_what_comes_after_it_and_every_token_sees_what_came_before(model):
    ids = texts(2, 11)
    changed = ids.clone()
    changed[:, 6] = (changed[:, 6] + 1) % VOCABULARY
    before, after = model(ids), model(changed)
    assert (before[:, :6] == after[:, :6]).all()
    assert ((before[:, 6:] - after[:, 6:]).abs().amax(-1) > 1e-4).all()


@torch.no_grad()
def test_weights_come_from_the_same_computation(model):
    ids = texts(3, 8)
    logits, weights = model(ids, return_weights=True)
    close(logits, model(ids))
    assert len(weights) == 3
    for layer in weights:
        assert layer.shape == (3, model.config.heads, 8, 8)
        torch.testing.assert_close(layer.sum(-1), torch.ones_like(layer[..., 0]))
        assert (layer.triu(1) == 0).all() and (layer >= 0).all()


@torch.no_grad()
def test_scores_after_one_token_of_each_text_alone(model):
    ids, at = texts(3, 7), torch.tensor([6, 0, 3])
    close(model(ids, at=at), model(ids)[torch.arange(3), at][:, None])
    with pytest.raises(ValueError, match=r"one place for each of 3 texts, got shape \(2,\)"):
        model(ids, at=at[:2])


@torch.no_grad()
@pytest.mark.parametrize("pieces", [[1] * 13, [5, 8], [5, 1, 1, 4, 2], [13]])
def test_the_cache_changes_nothing(model, pieces):
    ids = texts(2, 13)
    cache = model.new_cache(2, 13)
    found = torch.cat([model(piece, cache=cache) for piece in ids.split(pieces, dim=1)], dim=1)
    close(found, model(ids))
    assert cache.length == 13


@torch.no_grad()
def test_weights_with_a_cache_cover_all_keys(model):
    ids = texts(2, 9)
    cache = model.new_cache(2)
    model(ids[:, :6], cache=cache)
    _, weights = model(ids[:, 6:], cache=cache, return_weights=True)
    _, wanted = model(ids, return_weights=True)
    for found, whole in zip(weights, wanted, strict=True):
        close(found, whole[:, :, 6:])


@torch.no_grad()
def test_a_padded_batch_with_cache_writes_what_each_text_alone_would(model):
    lengths = [7, 2, 5]
    rows = [texts(1, length, seed=length) for length in lengths]
    batch = torch.zeros(3, 7, dtype=torch.long)
    for row, text in enumerate(rows):
        batch[row, : text.shape[1]] = text
    cache = model.new_cache(3, 12)
    logits = model(batch, cache=cache)
    last = logits[torch.arange(3), torch.tensor(lengths) - 1]
    for step in range(4):
        wanted = torch.cat([model(text)[:, -1] for text in rows])
        close(last, wanted)
        chosen = wanted.argmax(-1, keepdim=True)
        rows = [torch.cat([text, chosen[row : row + 1]], dim=1) for row, text in enumerate(rows)]
        positions = torch.tensor(lengths)[:, None] + step
        last = model(chosen, positions=positions, cache=cache)[:, -1]


@torch.no_grad()
def test_a_row_of_the_cache_can_be_used_for_a_new_text(model):
    cache = model.new_cache(2, 16)
    model(texts(2, 9), cache=cache)
    new = texts(1, 4, seed=9)
    both = torch.cat([texts(1, 4, seed=5), new])  # row 0 goes on at position 9, row 1 starts again
    positions = torch.stack([torch.arange(9, 13), torch.arange(4)])
    found = model(both, positions=positions, cache=cache)
    close(found[1:], model(new))


@torch.no_grad()
def test_padding_on_the_left_with_a_mask_changes_nothing(model):
    text = texts(1, 6)
    padded = torch.cat([texts(1, 3, seed=8), text], dim=1)
    mask = torch.tensor([[False] * 3 + [True] * 6])
    positions = torch.tensor([[0, 0, 0, 0, 1, 2, 3, 4, 5]])
    close(model(padded, mask=mask, positions=positions)[:, 3:], model(text))


@torch.no_grad()
def test_tokens_may_come_in_any_order_if_their_positions_say_so(model):
    ids = texts(2, 7)
    order = torch.tensor([4, 1, 6, 0, 2, 5, 3])
    close(model(ids[:, order], positions=order), model(ids)[:, order])


@torch.no_grad()
def test_a_masked_key_is_not_seen(model):
    ids = texts(2, 8)
    changed = ids.clone()
    changed[:, 2] = (changed[:, 2] + 1) % VOCABULARY
    mask = torch.ones(2, 8, dtype=torch.bool)
    mask[:, 2] = False
    others = [0, 1, 3, 4, 5, 6, 7]
    close(model(ids, mask=mask)[:, others], model(changed, mask=mask)[:, others])


def test_the_loss_is_the_cross_entropy_of_the_logits_and_so_are_its_gradients(model):
    ids, targets = texts(3, 10), texts(3, 10, seed=1)
    targets[0, 4:] = -100
    plain = F.cross_entropy(model(ids).flatten(0, 1), targets.flatten())
    wanted = torch.autograd.grad(plain, list(model.parameters()))
    loss = model.loss(ids, targets)
    close(loss, plain)
    for found, expected in zip(torch.autograd.grad(loss, list(model.parameters())), wanted, strict=True):
        torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-4)


@torch.no_grad()
def test_hidden_states_end_where_the_logits_start(model):
    ids = texts(2, 5)
    states = model.hidden_states(ids)
    assert len(states) == 4 and all(state.shape == (2, 5, model.config.width) for state in states)
    close(model.unembed(states[-1]), model(ids))


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16])
@torch.no_grad()
def test_other_dtypes(dtype):
    for kind in ("gpt", "llama"):
        model, ids = make(kind, dtype, scale=3.0), texts(2, 6)
        logits, cache = model(ids), model.new_cache(2)
        assert logits.dtype == dtype and cache.keys.dtype == dtype
        stepped = torch.cat([model(ids[:, t : t + 1], cache=cache) for t in range(6)], dim=1)
        torch.testing.assert_close(stepped, logits, atol=1e-9 if dtype == torch.float64 else 0.1, rtol=0.05)


def test_the_same_seed_gives_the_same_weights_and_residual_layers_start_smaller():
    config = GPTConfig(500, 16, layers=8, heads=4, width=128)
    first, second = (GPT(config, generator=torch.Generator().manual_seed(5)) for _ in range(2))
    assert all((a == b).all() for a, b in zip(first.parameters(), second.parameters(), strict=True))
    block = first.blocks[3]
    assert block.attention.query_key_value.weight.std().item() == pytest.approx(0.02, rel=0.05)
    assert block.feed_forward.narrow.weight.std().item() == pytest.approx(0.02 / 4, rel=0.05)
    assert block.attention.output.weight.std().item() == pytest.approx(0.02 / 4, rel=0.05)
    ids = torch.randint(500, (4, 16), generator=torch.Generator().manual_seed(1))
    assert first.loss(ids, ids.roll(-1, 1)).item() == pytest.approx(math.log(500), abs=0.1)


def test_dropout_acts_in_training_only():
    model = GPT(GPTConfig(50, 8, layers=2, heads=2, width=16, dropout=0.5))
    ids = torch.randint(50, (2, 8))
    assert not torch.equal(model(ids), model(ids))
    model.eval()
    assert torch.equal(model(ids), model(ids))


@pytest.mark.parametrize(
    ("ids", "arguments", "message"),
    [
        (torch.zeros(3, dtype=torch.long), {}, r"shape \(batch, tokens\), at least one, got torch.int64 \(3,\)"),
        (torch.zeros(2, 3), {}, "integers .* got torch.float32"),
        (torch.zeros(2, 0, dtype=torch.long), {}, "at least one"),
        (torch.full((1, 2), VOCABULARY), {}, f"from 0 to {VOCABULARY - 1}, got ids from {VOCABULARY} to {VOCABULARY}"),
        (torch.full((1, 2), -1), {}, "got ids from -1"),
        (torch.zeros(1, CONTEXT + 1, dtype=torch.long), {}, f"at most {CONTEXT} positions, got {CONTEXT + 1}"),
        (texts(2, 3), {"positions": torch.arange(4)}, r"positions of shape \(3,\) or \(2, 3\), got \(4,\)"),
        (texts(2, 3), {"positions": torch.tensor([0, 1, CONTEXT])}, f"from 0 to {CONTEXT - 1}, got positions from 0 to {CONTEXT}"),
        (texts(2, 3), {"mask": torch.ones(2, 4, dtype=torch.bool)}, r"bool mask of shape \(2, 3\), got torch.bool \(2, 4\)"),
        (texts(2, 3), {"mask": torch.ones(2, 3)}, "bool mask"),
    ],
)
def test_mistakes_are_named(model, ids, arguments, message):
    with pytest.raises(ValueError, match=message):
        model(ids, **arguments)


@torch.no_grad()
def test_a_call_that_fails_leaves_the_cache_as_it_was(model):
    ids, cache = texts(2, 6), model.new_cache(2)
    model(ids[:, :4], cache=cache)
    for bad in ({"ids": ids + VOCABULARY}, {"ids": ids, "mask": torch.ones(2, 3, dtype=torch.bool)}, {"ids": texts(2, CONTEXT)}):
        with pytest.raises(ValueError, match="expected"):
            model(**bad, cache=cache)
    close(model(ids[:, 4:], cache=cache), model(ids)[:, 4:])


def test_a_cache_for_another_batch_is_refused(model):
    with pytest.raises(ValueError, match="a cache for 2 texts, got one for 3"):
        model(texts(2, 3), cache=model.new_cache(3))


def test_a_cache_is_never_longer_than_the_context(model):
    assert model.new_cache(1).capacity == model.new_cache(1, 1000).capacity == CONTEXT
