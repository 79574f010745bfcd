"""Answers to classification.binary_cross_entropy: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def bce_in_numpy(y, p):
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return -np.mean(y * np.log(p) + (1 - y) * np.log1p(-p))


def bce_by_loops(y, p):
    total = 0.0
    for label, chance in zip(y, p, strict=True):
        chance = min(max(float(chance), 1e-6), 1 - 1e-6)
        total -= math.log(chance) if label == 1 else math.log(1 - chance)
    return total / len(y)


def bce_in_torch(y, p):
    y, p = torch.as_tensor(y), torch.as_tensor(p).clamp(1e-6, 1 - 1e-6)
    return -torch.where(y == 1, p.log(), (1 - p).log()).mean()


def bce_in_float32(y, p):
    p = np.clip(p.astype(np.float32), np.float32(1e-6), np.float32(1 - 1e-6))
    return -np.log(np.where(y == 1, p, 1 - p)).mean()


RIGHT = [bce_in_numpy, bce_by_loops, bce_in_torch, bce_in_float32]
WRONG = [
    lambda y, p: np.abs(y - p).mean(),
    lambda y, p: bce_in_numpy(y, np.clip(p, 0.01, 0.99)),
    lambda y, p: bce_in_numpy(1 - y, p),
    lambda y, p: bce_in_numpy(y, (p > 0.5).astype(float)),
    lambda y, p: -np.log(np.clip(np.where(y == 1, p, 1 - p).mean(), 1e-6, 1)),
    lambda y, p: np.exp(bce_in_numpy(y, p)),
    lambda y, p: bce_in_numpy(y, 1 / (1 + np.exp(-p))),
]
