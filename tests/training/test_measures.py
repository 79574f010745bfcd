"""Loss, perplexity and bits per byte of held-out text."""

import math

import numpy as np
import pytest
import torch

from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.training import bits_per_byte, held_out_loss, perplexity


@pytest.mark.parametrize("loss", [0.0, 0.5, math.log(2), 4.1744])
def test_perplexity_is_torchs_exponential(loss):
    assert perplexity(loss) == pytest.approx(float(torch.tensor(loss, dtype=torch.float64).exp()))


def test_perplexity_at_its_edges():
    assert perplexity(0.0) == 1.0
    assert perplexity(1e4) == math.inf
    with pytest.raises(ValueError, match=r"at least 0 nats, got -0\.1"):
        perplexity(-0.1)


def test_bits_per_byte():
    assert bits_per_byte(math.log(2), tokens=3, length=6) == pytest.approx(0.5)
    with pytest.raises(ValueError, match="at least one token"):
        bits_per_byte(1.0, tokens=0, length=5)


@pytest.fixture
def model():
    return GPT(GPTConfig(vocabulary=17, context=12, layers=1, heads=2, width=8, dropout=0.3), generator=torch.Generator().manual_seed(2))


def test_the_loss_is_the_mean_over_all_whole_windows(model):
    tokens = np.random.default_rng(0).integers(0, 17, 12 * 5 + 4)
    rows = torch.tensor(tokens[: 12 * 5 + 1])
    model.eval()
    with torch.no_grad():
        expected = torch.stack([model.loss(rows[None, s : s + 12], rows[None, s + 1 : s + 13]) for s in range(0, 60, 12)]).mean()
    model.train()
    for batch_size in (1, 2, 16):
        assert held_out_loss(model, tokens, 12, batch_size=batch_size) == pytest.approx(float(expected), rel=1e-5)
    assert model.training


def test_few_windows_are_spread_over_the_text(model):
    tokens = np.concatenate([np.zeros(500, int), np.random.default_rng(0).integers(0, 17, 500)])
    some, all_of_it = held_out_loss(model, tokens, 10, windows=10), held_out_loss(model, tokens, 10)
    assert some == held_out_loss(model, tokens, 10, windows=10)
    assert some == pytest.approx(all_of_it, rel=0.2)
    assert held_out_loss(model, tokens, 10, windows=10_000) == all_of_it


def test_a_text_that_is_too_short_is_refused(model):
    assert held_out_loss(model, range(13), 12) > 0
    with pytest.raises(ValueError, match="at least 13 tokens"):
        held_out_loss(model, range(12), 12)
