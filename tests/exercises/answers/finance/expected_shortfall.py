"""Answers to finance.expected_shortfall: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch

from .quantiles import quantile_by_hand, quantile_of_returns


def shortfall_in_numpy(returns, level=0.99):
    return -returns[returns <= np.quantile(returns, 1 - level)].mean()


def shortfall_of_losses(returns, level=0.99):
    losses = -returns
    return np.mean(losses[losses >= np.quantile(losses, level) - 1e-12])


def shortfall_in_torch(returns, level=0.99):
    values = torch.tensor(returns, dtype=torch.float64)
    return -values[values <= torch.quantile(values, 1 - level)].mean()


def shortfall_in_a_loop(returns, level=0.99):
    edge = -quantile_by_hand(returns, level)
    tail = [float(each) for each in returns if each <= edge + 1e-12]
    return -sum(tail) / len(tail)


def shortfall_by_pairs(returns, level=0.99):
    return -np.sort(returns)[: max(1, int(len(returns) * (1 - level)))].mean()


RIGHT = [shortfall_in_numpy, shortfall_of_losses, shortfall_in_torch, shortfall_in_a_loop]
WRONG = [
    shortfall_by_pairs,
    lambda returns, level=0.99: -np.median(returns[returns <= np.quantile(returns, 1 - level)]),
    lambda returns, level=0.95: shortfall_in_numpy(returns, level),
    lambda returns, level=0.99: -returns.min(),
    lambda returns, level=0.99: shortfall_in_numpy(returns, level) - quantile_of_returns(returns, level),
]
