"""Answers to advantages-and-challenges.months_until_affordable: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np


def months(cost, budget, yearly_factor):
    if cost <= budget:
        return 0.0
    if yearly_factor <= 1:
        return math.inf
    return 12 * math.log(cost / budget) / math.log(yearly_factor)


def months_in_numpy(cost, budget, yearly_factor):
    if budget >= cost:
        return 0
    if yearly_factor <= 1:
        return np.inf
    return 12 * (np.log2(cost) - np.log2(budget)) / np.log2(yearly_factor)


def months_by_halving(cost, budget, yearly_factor):
    if cost <= budget or yearly_factor <= 1:
        return 0.0 if cost <= budget else float("inf")
    low, high = 0.0, 3_000.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if cost / yearly_factor ** (middle / 12) > budget else (low, middle)
    return high


RIGHT = [months, months_in_numpy, months_by_halving]
WRONG = [
    lambda cost, budget, factor: months(cost, budget, 1 + factor),
    lambda cost, budget, factor: months(cost, budget, factor**12),
    lambda cost, budget, factor: months(max(cost, budget), budget, factor) + 1,
    lambda cost, budget, factor: None if months(cost, budget, factor) == math.inf else months(cost, budget, factor),
    lambda cost, budget, factor: min(120.0, months(cost, budget, factor)),
]
