"""Answers to errata-lab.mean_squared_error: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def mse_in_numpy(predictions, labels):
    p, y = np.ravel(predictions), np.ravel(labels)
    if p.shape != y.shape:
        raise ValueError(f"{p.shape} and {y.shape}")
    return np.mean((p - y) ** 2)


def mse_in_torch(predictions, labels):
    p, y = torch.as_tensor(predictions).flatten(), torch.as_tensor(labels).flatten()
    assert len(p) == len(y)
    return ((p - y) ** 2).mean()


def mse_by_loop(predictions, labels):
    pairs = list(zip(np.ravel(predictions).tolist(), np.ravel(labels).tolist(), strict=True))
    return sum((p - y) ** 2 for p, y in pairs) / len(pairs)


def mse_that_refuses_nothing(predictions, labels):
    p, y = np.ravel(predictions), np.ravel(labels)
    return np.mean((p - y) ** 2)


RIGHT = [mse_in_numpy, mse_in_torch, mse_by_loop]
WRONG = [
    mse_that_refuses_nothing,
    lambda predictions, labels: float(np.median((np.ravel(predictions) - np.ravel(labels)) ** 2)),
    lambda predictions, labels: float(np.mean(np.ravel(predictions) - np.ravel(labels)) ** 2),
]
