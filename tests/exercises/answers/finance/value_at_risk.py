"""Answers to finance.value_at_risk: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch

from .quantiles import quantile_by_hand, quantile_of_returns


def quantile_of_losses(returns, level=0.99):
    return np.percentile(-returns, 100 * level)


def quantile_in_torch(returns, level=0.99):
    return -torch.quantile(torch.tensor(returns, dtype=torch.float64), 1 - level)


def next_worse_day(returns, level=0.99):
    return -np.quantile(returns, 1 - level, method="lower")


RIGHT = [quantile_of_returns, quantile_of_losses, quantile_in_torch, quantile_by_hand]
WRONG = [
    next_worse_day,
    lambda returns, level=0.99: -np.quantile(returns, (1 - level) / 2),
    lambda returns, level=0.95: -np.quantile(returns, 1 - level),
    lambda returns, level=0.99: -np.quantile(returns[returns < 0], 1 - level) if (returns < 0).any() else 0.0,
    lambda returns, level=0.99: returns.mean() - np.quantile(returns, 1 - level),
]
