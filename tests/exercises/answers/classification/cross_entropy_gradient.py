"""Answers to classification.cross_entropy_gradient: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def slopes_in_numpy(logits, target):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    slopes = powers / powers.sum(axis=1, keepdims=True)
    slopes[np.arange(len(target)), target] -= 1
    return slopes / len(target)


def slopes_by_loops(logits, target):
    slopes = np.zeros(logits.shape)
    for row, place in enumerate(target):
        top = max(float(score) for score in logits[row])
        powers = [math.exp(float(score) - top) for score in logits[row]]
        for column, power in enumerate(powers):
            slopes[row, column] = (power / sum(powers) - (column == place)) / len(target)
    return slopes


def slopes_in_torch(logits, target):
    logits, target = torch.as_tensor(logits), torch.as_tensor(target)
    hot = torch.nn.functional.one_hot(target, logits.shape[1])
    return (logits.softmax(dim=1) - hot) / len(target)


RIGHT = [slopes_in_numpy, slopes_by_loops, slopes_in_torch]
WRONG = [
    lambda s, t: slopes_in_numpy(s, t).sum(0),
    lambda s, t: slopes_in_numpy(s, t).T,
    lambda s, t: slopes_in_numpy(s, (t + 1) % s.shape[1]),
    lambda s, t: np.sign(slopes_in_numpy(s, t)),
    lambda s, t: slopes_in_numpy(s / 2, t),
    lambda s, t: slopes_in_numpy(s, t) ** 2,
    lambda s, t: np.zeros(s.shape),
]
