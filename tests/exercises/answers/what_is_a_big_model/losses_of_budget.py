"""Answers to what-is-a-big-model.losses_of_budget: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch

from .loss_sums import three_terms, vectorised


def one_by_one(flops, sizes, constants):
    return np.array([three_terms(size, flops / 6 / size, constants) for size in sizes])


def torch_vector(flops, sizes, constants):
    n = torch.as_tensor(sizes)
    return constants["e"] + constants["a"] / n ** constants["alpha"] + constants["b"] / (flops / 6 / n) ** constants["beta"]


def one_number(flops, sizes, c):
    return float(vectorised(flops, sizes, c).min())


def budget_for_all_together(flops, sizes, c):
    return vectorised(flops / len(sizes), sizes, c)


def tokens_at_least_twenty(flops, sizes, c):
    tokens = np.maximum(flops / 6 / sizes, 20 * sizes)
    return c["e"] + c["a"] / sizes ** c["alpha"] + c["b"] / tokens ** c["beta"]


def reversed_order(flops, sizes, c):
    return vectorised(flops, sizes, c)[::-1]


RIGHT = [vectorised, one_by_one, torch_vector]
WRONG = [one_number, budget_for_all_together, tokens_at_least_twenty, reversed_order]
