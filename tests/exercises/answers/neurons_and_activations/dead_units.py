"""Answers to neurons-and-activations.dead_units: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def dead_by_max(activations):
    return activations.max(axis=0) == 0


def dead_by_any(activations):
    return ~np.any(activations > 0, axis=0)


def dead_by_sum(activations):
    return activations.astype(np.float64).sum(0) == 0


def dead_by_loops(activations):
    return np.array([all(value == 0 for value in column) for column in activations.T])


def dead_in_torch(activations):
    return (torch.as_tensor(activations) == 0).all(dim=0)


def dead_by_count(activations):
    return np.count_nonzero(activations, axis=0) == 0


RIGHT = [dead_by_max, dead_by_any, dead_by_sum, dead_by_loops, dead_in_torch, dead_by_count]
WRONG = [
    lambda activations: (activations == 0).all(),
    lambda activations: activations.mean(axis=0) < 0.05,
    lambda activations: np.median(activations, axis=0) == 0,
    lambda activations: activations[-1] == 0,
    lambda activations: (activations == 0).all(axis=0).astype(int),
    lambda activations: (activations == 0).all(axis=0)[None],
    lambda activations: activations.std(axis=0) == 0,
    lambda activations: np.zeros(activations.shape[1], dtype=bool),
]
