"""Answers to regression.mse: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def error_by_loops(y, prediction):
    values = [float(p) for p in np.ravel(prediction)]
    return sum((a - b) ** 2 for a, b in zip(y, values, strict=True)) / len(y)


def error_in_torch(y, prediction):
    return (torch.as_tensor(y) - torch.as_tensor(prediction).reshape(-1)).square().mean()


RIGHT = [
    error_by_loops,
    error_in_torch,
    lambda y, p: np.mean(np.square(y - p.reshape(y.shape))),
    lambda y, p: ((y - p.squeeze()) ** 2).mean(),
]
WRONG = [
    lambda y, p: np.square(y - p.ravel()),
    lambda y, p: np.median(np.square(y - p.ravel())),
    lambda y, p: np.square(y - p.ravel()).sum() / max(len(y) - 1, 1) + 1e-2,
    lambda y, p: -np.square(y - p.ravel()).mean(),
    lambda y, p: np.abs(y - p.ravel()).max(),
    lambda y, p: (y - p.ravel()).mean(),
]
