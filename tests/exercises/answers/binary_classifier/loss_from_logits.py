"""Answers to binary-classifier.loss_from_logits: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch
from torch.nn import functional as F


def loss_by_formula(logits, labels):
    z, y = np.ravel(logits).astype(np.float64), np.ravel(labels)
    return (np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))).mean()


def loss_by_logaddexp(logits, labels):
    z = logits.reshape(-1)
    return float(np.mean(np.where(labels == 1, np.logaddexp(0, -z), np.logaddexp(0, z))))


def loss_by_softplus(logits, labels):
    z, y = torch.as_tensor(logits).flatten(), torch.as_tensor(labels)
    return (F.softplus(z) - y * z).mean()


def loss_by_logsigmoid(logits, labels):
    z, y = torch.as_tensor(logits).reshape(-1), torch.as_tensor(labels)
    return -(y * F.logsigmoid(z) + (1 - y) * F.logsigmoid(-z)).mean().item()


def loss_as_two_classes(logits, labels):
    z = torch.tensor(logits).reshape(-1)
    return F.cross_entropy(torch.stack([torch.zeros_like(z), z], dim=1), torch.tensor(labels).long())


def loss_of_balanced_classes(logits, labels):
    losses = np.logaddexp(0, (1 - 2 * labels) * np.ravel(logits))
    return (losses[labels == 1].mean() + losses[labels == 0].mean()) / 2


def loss_by_loop(logits, labels):
    total = 0.0
    for z, y in zip(np.ravel(logits).tolist(), np.ravel(labels).tolist(), strict=True):
        total += max(z, 0) - z * y + math.log(1 + math.exp(-abs(z)))
    return total / len(labels)


RIGHT = [
    loss_by_formula,
    loss_by_logaddexp,
    loss_by_softplus,
    loss_by_logsigmoid,
    loss_by_loop,
    loss_as_two_classes,
]
WRONG = [
    lambda logits, labels: -loss_by_formula(logits, labels),
    lambda logits, labels: float(np.median(np.logaddexp(0, -np.ravel(logits)))),
    lambda logits, labels: loss_by_formula(np.clip(logits, -50, 50), labels),
    lambda logits, labels: np.log(2),
    loss_of_balanced_classes,
]
