"""Answers to your-own-gpt.scoring_windows: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch
from torch.nn import functional as F


def windows_in_numpy(ids, length, start):
    rows = -(-len(ids) // length)
    inputs = np.full(rows * length, start)
    targets = np.full(rows * length, -100)
    inputs[: len(ids)] = np.concatenate([[start], ids[:-1]])
    targets[: len(ids)] = ids
    return inputs.reshape(rows, length), targets.reshape(rows, length)


def windows_in_torch(ids, length, start):
    ids = torch.as_tensor(np.asarray(ids))
    empty = -len(ids) % length
    stream = torch.cat([torch.tensor([start]), ids])
    inputs = F.pad(stream[:-1], (0, empty), value=start).view(-1, length)
    return [inputs, F.pad(ids, (0, empty), value=-100).view(-1, length)]


def windows_by_rows(ids, length, start):
    inputs, targets, before = [], [], start
    for first in range(0, len(ids), length):
        wanted = [int(each) for each in ids[first : first + length]]
        row = [before, *wanted[:-1]]
        inputs.append(row + [start] * (length - len(row)))
        targets.append(wanted + [-100] * (length - len(wanted)))
        before = wanted[-1]
    return np.array(inputs), np.array(targets)


RIGHT = [windows_in_numpy, windows_in_torch, windows_by_rows]
WRONG = [
    lambda ids, length, start: windows_in_numpy(ids, length, start)[::-1],
    lambda ids, length, start: windows_in_numpy(ids, length + 1, start),
    lambda ids, length, start: windows_in_numpy(ids[::-1], length, start),
    lambda ids, length, start: windows_in_numpy(ids, length, 0),
]
