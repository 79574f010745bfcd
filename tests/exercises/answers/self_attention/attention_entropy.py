"""Answers to self-attention.attention_entropy: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def entropy_by_entr(weights):
    return torch.special.entr(weights).sum(-1)


def entropy_by_where(weights):
    logarithms = torch.where(weights > 0, weights, torch.ones_like(weights)).log()
    return -(weights * logarithms).sum(dim=-1)


def entropy_in_numpy(weights):
    weights = np.asarray(weights, dtype=np.float64)
    return -np.sum(weights * np.log(np.maximum(weights, 1e-300)), axis=-1)


def entropy_by_loops(weights):
    rows = [[sum(-w * math.log(w) for w in row if w > 0) for row in table] for table in weights.tolist()]
    return np.array(rows)


def entropy_with_a_tiny_number(weights):
    return -torch.einsum("...s,...s->...", weights, (weights + 1e-12).log())


def entropy_by_xlogy(weights):
    return torch.xlogy(weights, weights).sum(-1).neg()


def number_of_keys_looked_at(weights):
    return entropy_by_entr(weights).exp()


def with_a_number_that_is_not_tiny(weights):
    return -(weights * (weights + 0.01).log()).sum(-1)


def one_minus_the_largest(weights):
    return 1 - weights.amax(-1)


def gini(weights):
    return 1 - (weights**2).sum(-1)


def mean_over_the_queries(weights):
    return entropy_by_entr(weights).mean(-1)


def kept_axis(weights):
    return entropy_by_entr(weights)[..., None]


def softmax_once_more(weights):
    return entropy_by_entr(weights.softmax(-1))


def logarithm_of_the_sum(weights):
    return -(weights.sum(-1) * weights.clamp_min(1e-9).log().sum(-1))


RIGHT = [
    entropy_by_entr,
    entropy_by_where,
    entropy_in_numpy,
    entropy_by_loops,
    entropy_with_a_tiny_number,
    entropy_by_xlogy,
]
WRONG = [
    number_of_keys_looked_at,
    with_a_number_that_is_not_tiny,
    one_minus_the_largest,
    gini,
    mean_over_the_queries,
    kept_axis,
    softmax_once_more,
    logarithm_of_the_sum,
]
