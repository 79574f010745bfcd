"""What several answers of sentiment are made of."""

import numpy as np
import torch


def interval_numpy(scores, picks):
    return tuple(np.percentile(scores[picks].mean(axis=1), [2.5, 97.5]))


def interval_quantile(scores, picks):
    means = np.array([np.mean([scores[i] for i in row]) for row in picks])
    return [np.quantile(means, 0.025), np.quantile(means, 0.975)]


def interval_torch(scores, picks):
    means = torch.as_tensor(scores, dtype=torch.float64)[torch.as_tensor(picks)].mean(1)
    return torch.quantile(means, torch.tensor([0.025, 0.975], dtype=torch.float64))
