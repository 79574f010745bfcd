"""The same choices as the library transformers, where both define the same. Runs where that library is installed."""

import pytest
import torch

from bigmodel_edu.inference import Sampling, candidates, penalise_repetition

transformers = pytest.importorskip("transformers", reason="needs the peer transformers: pip install it (extra: bench)")


def scores(seed):
    return 3 * torch.randn(61, generator=torch.Generator().manual_seed(seed))


def spread(sampling, logits):
    ids, probabilities = candidates(logits, sampling)
    return torch.zeros_like(logits).scatter(0, ids, probabilities)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("temperature", [0.4, 1.0, 1.9])
def test_one_filter_keeps_the_same_tokens_with_the_same_probabilities(seed, temperature):
    warm = transformers.TemperatureLogitsWarper(temperature)
    for warper, sampling in (
        (transformers.TopKLogitsWarper(7), Sampling(temperature, top_k=7)),
        (transformers.TopPLogitsWarper(0.83), Sampling(temperature, top_p=0.83)),
    ):
        theirs = warper(None, warm(None, scores(seed)[None])).softmax(-1)[0]
        assert torch.allclose(spread(sampling, scores(seed)), theirs, atol=1e-6)


@pytest.mark.parametrize("penalty", [0.7, 1.0, 1.4])
def test_the_repetition_penalty_is_the_same(penalty):
    seen = [3, 9, 3, 60, 0]
    processor = transformers.RepetitionPenaltyLogitsProcessor(penalty)
    theirs = processor(torch.tensor([seen]), scores(1)[None].clone())[0]
    assert torch.allclose(penalise_repetition(scores(1), seen, penalty), theirs)
