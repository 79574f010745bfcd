import math

import pytest
import torch

from bigmodel_edu.inference.sampling import FIRST_LOOK, Sampling, candidates, penalise_repetition, sample


def logits(size=37, seed=0, scale=3.0):
    return scale * torch.randn(size, generator=torch.Generator().manual_seed(seed))


def by_hand(scores, temperature, top_k, top_p):
    """The same choice by loops in float64: {id: probability}."""
    weights = [math.exp(score / temperature) for score in scores.tolist()]
    shares = {place: weight / sum(weights) for place, weight in enumerate(weights)}
    kept, reached = {}, 0.0
    for place in sorted(shares, key=shares.get, reverse=True)[: top_k or len(shares)]:
        if top_p < 1 and reached >= top_p:
            break
        kept[place] = shares[place]
        reached += shares[place]
    return {place: share / sum(kept.values()) for place, share in kept.items()}


@pytest.mark.parametrize("temperature", [0.3, 1.0, 2.5])
@pytest.mark.parametrize("top_k", [None, 2, 5, 100])
@pytest.mark.parametrize("top_p", [0.05, 0.6, 0.95, 1.0])
def test_candidates_are_those_of_the_definition(temperature, top_k, top_p):
    for seed in range(3):
        scores = logits(seed=seed)
        ids, probabilities = candidates(scores, Sampling(temperature, top_k, top_p))
        expected = by_hand(scores, temperature, top_k, top_p)
        got = dict(zip(ids.tolist(), probabilities.tolist(), strict=True))
        assert got.keys() == expected.keys()
        assert all(abs(got[place] - expected[place]) < 1e-5 for place in expected)


def test_a_nucleus_larger_than_the_first_look_is_whole():
    ids, probabilities = candidates(torch.zeros(FIRST_LOOK * 3), Sampling(top_p=0.9))
    assert len(ids) == pytest.approx(FIRST_LOOK * 3 * 0.9, abs=1) and probabilities.sum() == pytest.approx(1)


def test_top_p_counts_shares_of_the_whole_distribution():
    scores = torch.tensor([0.4, 0.35, 0.25]).log()  # after top_k=2 the first would have 0.53 of the rest
    assert candidates(scores, Sampling(top_k=2, top_p=0.5))[0].tolist() == [0, 1]


def test_draws_follow_the_probabilities():
    scores = torch.tensor([0.5, 0.3, 0.2]).log()
    generator = torch.Generator().manual_seed(1)
    counts = torch.zeros(3)
    for _ in range(3_000):
        counts[sample(scores, Sampling(), generator)] += 1
    assert torch.allclose(counts / 3_000, torch.tensor([0.5, 0.3, 0.2]), atol=0.03)


@pytest.mark.parametrize("greedy", [Sampling(temperature=0), Sampling(top_k=1), Sampling(top_p=1e-9)])
def test_without_chance_the_likeliest_is_taken(greedy):
    assert {sample(logits(), greedy) for _ in range(5)} == {int(logits().argmax())}


def test_the_same_seed_gives_the_same_tokens():
    chances = [torch.Generator().manual_seed(4) for _ in range(2)]
    draws = [[sample(logits(scale=1.0), Sampling(), chance) for _ in range(40)] for chance in chances]
    assert draws[0] == draws[1] and len(set(draws[0])) > 3


def test_a_penalty_makes_positive_and_negative_scores_less_likely_once():
    scores = torch.tensor([2.0, -2.0, 0.0, 1.0])
    assert penalise_repetition(scores, [0, 0, 1, 2], 2.0).tolist() == [1.0, -4.0, 0.0, 1.0]
    assert scores.tolist() == [2.0, -2.0, 0.0, 1.0]
    assert penalise_repetition(scores, [], 2.0) is scores


@pytest.mark.parametrize(
    "wrong",
    [{"temperature": -1}, {"temperature": math.nan}, {"top_k": 0}, {"top_p": 0}, {"top_p": 1.1}, {"repetition_penalty": 0}],
)
def test_settings_that_cannot_be_are_refused_by_name(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Sampling(**wrong)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
@pytest.mark.parametrize("how", [Sampling(), Sampling(temperature=0), Sampling(top_p=0.5)])
def test_a_model_that_has_diverged_does_not_go_on(bad, how):
    with pytest.raises(ValueError, match="finite"):
        sample(torch.tensor([0.0, bad, 1.0]), how)


def test_scores_of_several_tokens_are_refused():
    with pytest.raises(ValueError, match=r"\(2, 3\)"):
        sample(torch.zeros(2, 3), Sampling())
