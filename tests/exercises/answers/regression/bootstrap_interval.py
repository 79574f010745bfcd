"""Answers to regression.bootstrap_interval: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def interval_in_numpy(values, draws, level, rng):
    means = values[rng.integers(0, len(values), (draws, len(values)))].mean(axis=1)
    return tuple(np.quantile(means, [(1 - level) / 2, (1 + level) / 2]))


def interval_by_loops(values, draws, level, rng):
    means = []
    for row in rng.integers(0, len(values), size=(draws, len(values))):
        means.append(sum(float(values[place]) for place in row) / len(values))
    outside = (1 - level) / 2 * 100
    return [np.percentile(means, outside), np.percentile(means, 100 - outside)]


def interval_in_torch(values, draws, level, rng):
    rows = torch.as_tensor(rng.integers(0, len(values), (draws, len(values))))
    means = torch.as_tensor(values)[rows].mean(dim=1)
    return means.quantile((1 - level) / 2), means.quantile((1 + level) / 2)


RIGHT = [interval_in_numpy, interval_by_loops, interval_in_torch]
WRONG = [
    lambda values, draws, level, rng: interval_in_numpy(values, draws, level, rng)[::-1],
    lambda values, draws, level, rng: interval_in_numpy(values, draws, level, rng)[0],
    lambda values, draws, level, rng: interval_in_numpy(values, draws, 1 - level, rng),
    lambda values, draws, level, rng: interval_in_numpy(values - values.mean(), draws, level, rng),
    lambda values, draws, level, rng: interval_in_numpy(values[:-1], draws, level, rng),
    lambda values, draws, level, rng: (values.mean(), values.mean()),
]
