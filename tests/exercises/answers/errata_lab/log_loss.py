"""Answers to errata-lab.log_loss: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def log_loss_by_where(probabilities, labels):
    with np.errstate(divide="ignore"):
        return -np.mean(np.log(np.where(labels == 1, probabilities, 1 - probabilities)))


def log_loss_by_loop(probabilities, labels):
    total = 0.0
    for p, y in zip(probabilities, labels, strict=True):
        chance = float(p if y else 1 - p)
        total += -math.log(chance) if chance > 0 else math.inf
    return total / len(labels)


def log_loss_by_xlogy(probabilities, labels):
    p, y = torch.as_tensor(probabilities), torch.as_tensor(labels).double()
    return -(torch.xlogy(y, p) + torch.xlogy(1 - y, 1 - p)).mean()


RIGHT = [log_loss_by_where, log_loss_by_loop, log_loss_by_xlogy]
WRONG = [
    lambda p, y: -log_loss_by_where(p, y),
    lambda p, y: log_loss_by_where(1 - p, y),
    lambda p, y: float(np.mean((p - y) ** 2)),
    lambda p, y: float(np.nan_to_num(log_loss_by_where(p, y), posinf=0.0)),
]
