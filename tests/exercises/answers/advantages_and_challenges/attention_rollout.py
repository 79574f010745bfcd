"""Answers to advantages-and-challenges.attention_rollout: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def rollout(weights):
    same = torch.eye(weights.shape[-1])
    reached = same
    for layer in weights:
        reached = (0.5 * layer.mean(dim=0) + 0.5 * same) @ reached
    return reached


def rollout_in_numpy(weights):
    weights = np.asarray(weights, dtype=np.float64)
    steps = (weights.mean(axis=1) + np.eye(weights.shape[-1])) / 2
    return np.linalg.multi_dot(list(steps[::-1])) if len(steps) > 1 else steps[0]


def rollout_normalised(weights):
    steps = weights.mean(1) + torch.eye(weights.shape[-1])
    steps = steps / steps.sum(-1, keepdim=True)
    result = steps[-1]
    for step in reversed(steps[:-1]):
        result = result @ step
    return result


def rollout_by_einsum(weights):
    reached = torch.eye(weights.size(-1)).double()
    for layer in weights.double():
        reached = 0.5 * reached + 0.5 * torch.einsum("hts,sk->tk", layer, reached) / weights.size(1)
    return reached


RIGHT = [rollout, rollout_in_numpy, rollout_normalised, rollout_by_einsum]
WRONG = [
    lambda weights: torch.eye(weights.shape[-1]),
    lambda weights: rollout(weights[1:]) if len(weights) > 1 else weights[0].mean(0),
    lambda weights: rollout(weights)[-1],
    lambda weights: rollout(weights) - torch.eye(weights.shape[-1]),
    lambda weights: torch.matrix_power(0.5 * weights.mean((0, 1)) + 0.5 * torch.eye(weights.shape[-1]), len(weights) + 1),
]
