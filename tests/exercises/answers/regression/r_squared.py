"""Answers to regression.r_squared: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch

from .line_fits import fit_by_centring, fit_by_lstsq, fit_in_torch


def share_in_numpy(x_train, y_train, x_test, y_test):
    weights, intercept = fit_by_lstsq(x_train, y_train)
    errors = y_test - (x_test @ weights + intercept)
    return 1 - np.sum(errors**2) / np.sum((y_test - np.mean(y_test)) ** 2)


def share_in_torch(x_train, y_train, x_test, y_test):
    weights, intercept = fit_in_torch(x_train, y_train)
    y_test = torch.as_tensor(y_test)
    errors = y_test - torch.as_tensor(x_test) @ weights - intercept
    return 1 - errors.square().mean() / y_test.var(correction=0)


def share_by_loops(x_train, y_train, x_test, y_test):
    weights, intercept = fit_by_centring(x_train, y_train)
    left = total = 0.0
    for row, target in zip(x_test, y_test, strict=True):
        left += (target - intercept - sum(w * v for w, v in zip(weights, row, strict=True))) ** 2
        total += (target - y_test.mean()) ** 2
    return float(1 - left / total)


def adjusted(x_train, y_train, x_test, y_test):
    rows, columns = x_test.shape
    return 1 - (1 - share_in_numpy(x_train, y_train, x_test, y_test)) * (rows - 1) / max(rows - columns - 1, 1)


RIGHT = [share_in_numpy, share_in_torch, share_by_loops]
WRONG = [
    adjusted,
    lambda a, b, c, d: abs(share_in_numpy(a, b, c, d)),
    lambda a, b, c, d: share_in_numpy(c, d, a, b),
    lambda a, b, c, d: 100 * share_in_numpy(a, b, c, d),
    lambda a, b, c, d: share_in_numpy(a - a.mean(0), b, c - c.mean(0), d),
    lambda a, b, c, d: 1.0,
    lambda a, b, c, d: share_in_numpy(a, b, c, d) ** 2,
]
