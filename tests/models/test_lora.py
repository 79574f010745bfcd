"""LoRA: nothing changes at first, only the correction learns, and merging changes nothing."""

import pytest
import torch
from torch import nn

from bigmodel_edu.models.configuration import count_parameters
from bigmodel_edu.models.llama import Llama
from bigmodel_edu.models.lora import LoRALinear, add_lora, lora_weights, merge_lora
from bigmodel_edu.models.presets import LLAMA_7B
from tests.models.decoders import make, texts


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@torch.no_grad()
def filled(rank=3, alpha=None, bias=True):
    layer = LoRALinear(nn.Linear(7, 5, bias=bias), rank, alpha)
    layer.up.copy_(draw(5, rank))
    return layer


@pytest.mark.parametrize(("rank", "alpha", "scale"), [(3, None, 2.0), (2, 8.0, 4.0), (5, 1.0, 0.2)])
def test_the_formula(rank, alpha, scale):
    layer, x = filled(rank, alpha), draw(2, 4, 7, seed=1)
    weight = layer.layer.weight + scale * layer.up @ layer.down
    torch.testing.assert_close(layer(x), x @ weight.T + layer.layer.bias)


@pytest.mark.parametrize("bias", [True, False])
def test_merging_changes_nothing(bias):
    layer, x = filled(bias=bias), draw(2, 7, seed=1)
    merged = layer.merged()
    assert type(merged) is nn.Linear and (merged.bias is not None) == bias
    torch.testing.assert_close(merged(x), layer(x))


def test_lora_on_q_and_v_of_a_7b_llama_trains_the_published_number():
    with torch.device("meta"):
        model = Llama(LLAMA_7B)
        names = add_lora(model, ("attention.query", "attention.value"), rank=8)
    assert len(names) == 64
    assert count_parameters(model, trainable=True) == 4_194_304
    assert count_parameters(model) == LLAMA_7B.parameters + 4_194_304


@pytest.mark.parametrize(("kind", "endings"), [("gpt", ("query_key_value", "widen")), ("llama", ("query", "value"))])
def test_only_the_correction_learns_and_can_be_stored_and_merged(kind, endings):
    torch.manual_seed(0)
    model, ids = make(kind, scale=2.0), texts(4, 9)
    before, plain = model(ids), {name: weight.clone() for name, weight in model.named_parameters()}
    add_lora(model, endings, rank=2)
    assert torch.equal(model(ids), before)
    loss_before = model.loss(ids[:, :-1], ids[:, 1:]).item()
    optimizer = torch.optim.Adam([weight for weight in model.parameters() if weight.requires_grad], lr=2e-2)
    for _ in range(15):
        loss = model.loss(ids[:, :-1], ids[:, 1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss < loss_before - 0.1
    kept = {name.replace(".layer.", "."): weight for name, weight in model.named_parameters() if not name.endswith(("down", "up"))}
    assert set(kept) == set(plain) and all(torch.equal(kept[name], plain[name]) for name in plain)
    stored = lora_weights(model)
    assert sum(weight.numel() for weight in stored.values()) == count_parameters(model, trainable=True)
    after = model(ids).detach()
    assert len(merge_lora(model)) == 3 * len(endings)
    assert not [name for name, _ in model.named_parameters() if "down" in name]
    torch.testing.assert_close(model(ids), after, atol=1e-4, rtol=1e-4)
    other = make(kind, scale=2.0)
    add_lora(other, endings, rank=2)
    assert not other.load_state_dict(stored, strict=False).unexpected_keys
    torch.testing.assert_close(other(ids), after, atol=1e-4, rtol=1e-4)


def test_the_same_seed_gives_the_same_start():
    first, second = (LoRALinear(nn.Linear(6, 4), 2, generator=torch.Generator().manual_seed(1)) for _ in range(2))
    assert torch.equal(first.down, second.down) and first.down.any()


@pytest.mark.parametrize(("rank", "alpha"), [(0, None), (6, None), (2, 0.0)])
def test_ranks_that_cannot_be_are_named(rank, alpha):
    with pytest.raises(ValueError, match="a rank from 1 to 5 and alpha above 0"):
        LoRALinear(nn.Linear(7, 5), rank, alpha)


def test_names_that_match_nothing_list_those_there_are():
    with pytest.raises(ValueError, match=r"such as narrow, output, query_key_value, widen, got \('nothing',\)"):
        add_lora(make("gpt"), ("nothing",), rank=1)
