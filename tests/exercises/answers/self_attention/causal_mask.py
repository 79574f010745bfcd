"""Answers to self-attention.causal_mask: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def tril(n):
    return torch.ones(n, n, dtype=torch.bool).tril()


def comparison(n):
    return torch.arange(n)[:, None] >= torch.arange(n)


def numpy_triangle(n):
    return np.tri(n, dtype=bool)


def loops_over_rows(n):
    mask = torch.zeros(n, n, dtype=torch.bool)
    for row in range(n):
        mask[row, : row + 1] = True
    return mask


def upper_inverted(n):
    return ~torch.triu(torch.ones((n, n)), diagonal=1).bool()


def nested_lists_as_tensor(n):
    return torch.tensor([[column <= row for column in range(n)] for row in range(n)])


RIGHT = [tril, comparison, numpy_triangle, loops_over_rows, upper_inverted, nested_lists_as_tensor]
WRONG = [
    lambda n: torch.eye(n, dtype=torch.bool),
    lambda n: torch.zeros(n, n, dtype=torch.bool),
    lambda n: torch.ones(n, n, dtype=torch.bool).tril()[None],
    lambda n: torch.ones(n, dtype=torch.bool),
    lambda n: torch.ones(n, n, dtype=torch.bool).tril().flip(1),
    lambda n: torch.ones(n, n, dtype=torch.int64).tril(),
    lambda n: np.tri(n + 1, dtype=bool),
    lambda n: [[column <= row for column in range(n)] for row in range(n)],
    lambda n: torch.ones(n, n, dtype=torch.bool).tril() & torch.ones(n, n, dtype=torch.bool).triu(-2),
]
