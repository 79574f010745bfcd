"""Answers to finance.log_returns: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def differences_of_logarithms(prices):
    return np.diff(np.log(prices), axis=0)


def logarithm_of_ratios(prices):
    return np.log(prices[1:] / prices[:-1])


def in_torch(prices):
    return torch.as_tensor(prices, dtype=torch.float32).log().diff(dim=0)


def by_log1p(prices):
    return np.log1p((prices[1:] - prices[:-1]) / prices[:-1])


def in_a_loop(prices):
    return np.array([np.log(prices[day]) - np.log(prices[day - 1]) for day in range(1, len(prices))])


RIGHT = [differences_of_logarithms, logarithm_of_ratios, in_torch, by_log1p, in_a_loop]
WRONG = [
    lambda prices: np.log(prices),
    lambda prices: np.log(prices / prices[0])[1:],
    lambda prices: np.diff(np.log(prices), axis=0).mean(axis=0),
    lambda prices: np.abs(np.diff(np.log(prices), axis=0)),
    lambda prices: np.log(prices[2:] / prices[:-2]),
]
