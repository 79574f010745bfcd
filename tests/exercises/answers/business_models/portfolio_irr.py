"""Answers to business-models.portfolio_irr: right ones in several styles, wrong ones that are no known mistake."""

import itertools
import math

import numpy as np
import torch
from scipy.optimize import brentq


def by_halving(flows):
    years = max(map(len, flows))
    total = [sum(row[t] for row in flows if t < len(row)) for t in range(years)]
    low, high = -0.999, 100.0
    for _ in range(200):
        middle = (low + high) / 2
        if sum(each / (1 + middle) ** t for t, each in enumerate(total)) > 0:
            low = middle
        else:
            high = middle
    return middle


def by_roots(flows):
    total = np.zeros(max(map(len, flows)))
    for row in flows:
        total[: len(row)] += row
    roots = np.roots(np.trim_zeros(total, "b"))  # in 1 + r, highest power first
    return max(root.real for root in roots if abs(root.imag) < 1e-9 and root.real > 0) - 1


def by_brentq(flows):
    total = np.array([sum(row[t] if t < len(row) else 0.0 for row in flows) for t in range(max(map(len, flows)))])
    return brentq(lambda rate: (total / (1 + rate) ** np.arange(len(total))).sum(), -0.99, 50)


def in_torch(flows):
    total = torch.nn.utils.rnn.pad_sequence([torch.tensor(row, dtype=torch.float64) for row in flows]).sum(dim=1)
    rates = torch.linspace(-0.99, 5, 600_001, dtype=torch.float64)
    values = sum(each / (1 + rates) ** t for t, each in enumerate(total))
    return rates[values.abs().argmin()]


def by_flows_of_a_growing_factor(flows):
    total = [sum(column) for column in itertools.zip_longest(*flows, fillvalue=0)]
    low, high = 1 / 11, 100.0  # of 1 / (1 + r)
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (low, middle) if sum(each * middle**t for t, each in enumerate(total)) > 0 else (middle, high)
    return 1 / middle - 1


def at_most_doubled(flows):
    return min(1.0, by_halving(flows))


def continuous_rate(flows):
    return math.log1p(by_halving(flows))


def only_above_zero(flows):
    return max(0.0, by_halving(flows))


def longest_row(flows):
    return by_halving([max(flows, key=len)])


def discounted_twice(flows):
    return by_halving([[each for part in row for each in (part, 0.0)] for row in flows])


def rate_of_the_largest_gain(flows):
    return by_halving([max(flows, key=sum)])


RIGHT = [by_halving, by_roots, by_brentq, in_torch, by_flows_of_a_growing_factor]
WRONG = [
    only_above_zero,
    longest_row,
    discounted_twice,
    rate_of_the_largest_gain,
    at_most_doubled,
    continuous_rate,
]
