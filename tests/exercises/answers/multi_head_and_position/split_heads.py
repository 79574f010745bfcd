"""Answers to multi-head-and-position.split_heads: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def split_by_view(x, n_heads):
    batch, tokens, width = x.shape
    return x.view(batch, tokens, n_heads, width // n_heads).transpose(1, 2)


def split_by_chunks(x, n_heads):
    return torch.stack(x.chunk(n_heads, dim=-1), dim=1)


def split_in_numpy(x, n_heads):
    x = np.asarray(x, dtype=np.float64)
    return np.stack(np.split(x, n_heads, axis=-1), axis=1)


def split_by_loops(x, n_heads):
    batch, tokens, width = x.shape
    size = width // n_heads
    heads = torch.zeros(batch, n_heads, tokens, size)
    for head in range(n_heads):
        heads[:, head] = x[:, :, head * size : (head + 1) * size]
    return heads


def split_as_list(x, n_heads):
    return list(x.chunk(n_heads, dim=-1))


def split_tokens(x, n_heads):
    return x.unsqueeze(1).expand(-1, n_heads, -1, -1)


def split_joined(x, n_heads):
    return split_by_view(x, n_heads).flatten(0, 1)


RIGHT = [split_by_view, split_by_chunks, split_in_numpy, split_by_loops]
WRONG = [split_as_list, split_tokens, split_joined]
