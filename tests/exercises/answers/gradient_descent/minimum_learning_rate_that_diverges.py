"""Answers to gradient-descent.minimum_learning_rate_that_diverges: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def rate_by_power_iteration(matrix):
    direction = np.ones(len(matrix)) + 0.1 * np.arange(len(matrix))
    for _ in range(20_000):
        direction = matrix @ direction
        direction /= np.linalg.norm(direction)
    return 2 / (direction @ matrix @ direction)


def rate_by_singular_values(matrix):
    return 2 / np.linalg.norm(matrix, 2)


def rate_in_torch(matrix):
    return 2 / torch.linalg.eigvalsh(torch.as_tensor(matrix)).max()


def rate_by_general_eigenvalues(matrix):
    return float(2 / max(np.linalg.eigvals(matrix).real))


RIGHT = [
    rate_by_power_iteration,
    rate_by_singular_values,
    rate_in_torch,
    rate_by_general_eigenvalues,
]
WRONG = [
    lambda matrix: 2 / matrix.max() if matrix.size > 1 else 3.0,
    lambda matrix: 2 / np.linalg.eigvalsh(matrix),
    lambda matrix: 2 / np.linalg.eigvalsh(matrix).mean(),
    lambda matrix: -2 / np.linalg.eigvalsh(matrix)[-1],
    lambda matrix: 2 * np.linalg.eigvalsh(matrix)[-1],
    lambda matrix: 2 / np.linalg.cond(matrix),
]
