"""Answers to training-pipeline.get_batch: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def batch_by_stack(tokens, starts, length):
    inputs = torch.stack([tokens[start : start + length] for start in starts])
    targets = torch.stack([tokens[start + 1 : start + length + 1] for start in starts])
    return inputs, targets


def batch_by_index(tokens, starts, length):
    places = torch.tensor(starts)[:, None] + torch.arange(length)
    return tokens[places], tokens[places + 1]


def batch_by_unfold(tokens, starts, length):
    windows = tokens.unfold(0, length + 1, 1)[starts]
    return [windows[:, :-1], windows[:, 1:]]


def batch_in_numpy(tokens, starts, length):
    tokens = np.asarray(tokens)
    rows = np.array([tokens[start : start + length + 1] for start in starts], dtype=np.int32)
    return rows[:, :length], rows[:, 1:]


def batch_one_tensor(tokens, starts, length):
    return torch.stack(batch_by_stack(tokens, starts, length))[0]


def batch_as_floats_of_first(tokens, starts, length):
    inputs, targets = batch_by_stack(tokens, starts, length)
    return inputs[:1], targets[:1]


def batch_from_the_start(tokens, starts, length):
    return batch_by_stack(tokens, [0 for _ in starts], length)


def batch_sorted(tokens, starts, length):
    return batch_by_stack(tokens, [*sorted(starts, reverse=True)[:-1], 0], length)


def batch_with_next_only(tokens, starts, length):
    inputs, targets = batch_by_stack(tokens, starts, length)
    return inputs, targets + 1


RIGHT = [batch_by_stack, batch_by_index, batch_by_unfold, batch_in_numpy]
WRONG = [
    batch_one_tensor,
    batch_as_floats_of_first,
    batch_from_the_start,
    batch_sorted,
    batch_with_next_only,
]
