"""Answers to transformer.padding_mask: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def mask_in_torch(lengths, size):
    return torch.arange(size)[None, :] < torch.tensor(lengths)[:, None]


def mask_in_numpy(lengths, size):
    return np.arange(size) < np.array(lengths).reshape(-1, 1)


def mask_by_loops(lengths, size):
    mask = torch.zeros(len(lengths), size, dtype=torch.bool)
    for row, length in enumerate(lengths):
        mask[row, :length] = True
    return mask


def mask_by_comprehension(lengths, size):
    return torch.tensor([[place < length for place in range(size)] for length in lengths])


RIGHT = [mask_in_torch, mask_in_numpy, mask_by_loops, mask_by_comprehension]
WRONG = [
    lambda lengths, size: mask_in_numpy(lengths, max(lengths)),
    lambda lengths, size: mask_in_numpy(lengths, size).tolist(),
    lambda lengths, size: mask_in_numpy(lengths, size)[:, None, None],
    lambda lengths, size: mask_in_numpy(lengths, size).astype(int),
    lambda lengths, size: np.ones((len(lengths), size), dtype=bool),
]
