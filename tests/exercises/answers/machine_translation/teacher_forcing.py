"""Answers to machine-translation.teacher_forcing: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch
from torch import nn


def forcing_loops(texts, begin, end):
    longest = max(len(text) for text in texts) + 1
    inputs, following = [], []
    for text in texts:
        gap = longest - len(text) - 1
        inputs.append([begin, *text] + [0] * gap)
        following.append([*text, end] + [-100] * gap)
    return torch.tensor(inputs), torch.tensor(following)


def forcing_numpy(texts, begin, end):
    shape = (len(texts), max(map(len, texts)) + 1)
    inputs, following = np.zeros(shape, dtype=np.int64), np.full(shape, -100)
    for row, text in enumerate(texts):
        inputs[row, 0], inputs[row, 1 : len(text) + 1] = begin, text
        following[row, : len(text)], following[row, len(text)] = text, end
    return inputs, following


def forcing_pad_sequence(texts, begin, end):
    inputs = nn.utils.rnn.pad_sequence([torch.tensor([begin, *text]) for text in texts], batch_first=True)
    following = nn.utils.rnn.pad_sequence([torch.tensor([*text, end]) for text in texts], batch_first=True, padding_value=-100)
    return inputs, following


def forcing_swapped(texts, begin, end):
    return forcing_loops(texts, begin, end)[::-1]


def forcing_end_first(texts, begin, end):
    return forcing_loops(texts, end, begin)


def forcing_only_targets(texts, begin, end):
    return forcing_loops(texts, begin, end)[1]


def forcing_left(texts, begin, end):
    inputs, following = forcing_loops(texts, begin, end)
    return inputs.flip(1), following.flip(1)


RIGHT = [forcing_loops, forcing_numpy, forcing_pad_sequence]
WRONG = [forcing_swapped, forcing_end_first, forcing_only_targets, forcing_left]
