"""What several answers of regression are made of."""

import numpy as np
import torch


def fit_by_lstsq(x, y):
    solved = np.linalg.lstsq(np.c_[np.ones(len(x)), x], y, rcond=None)[0]
    return solved[1:], solved[0]


def fit_by_centring(x, y):
    weights = np.linalg.pinv(x - x.mean(axis=0)) @ (y - y.mean())
    return list(weights), y.mean() - x.mean(axis=0) @ weights


def fit_in_torch(x, y):
    x, y = torch.as_tensor(x), torch.as_tensor(y)
    table = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], dim=1)
    solved = torch.linalg.lstsq(table, y[:, None]).solution[:, 0]
    return solved[:-1], solved[-1]
