"""Answers to classification.cross_entropy: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def ce_in_numpy(logits, target):
    shifted = logits - logits.max(axis=1, keepdims=True)
    normaliser = np.log(np.exp(shifted).sum(axis=1))
    return (normaliser - shifted[np.arange(len(target)), target]).mean()


def ce_by_loops(logits, target):
    losses = []
    for row, place in zip(logits.tolist(), target, strict=True):
        top = max(row)
        losses.append(top + math.log(sum(math.exp(score - top) for score in row)) - row[place])
    return sum(losses) / len(losses)


def ce_in_torch(logits, target):
    logits, target = torch.as_tensor(logits), torch.as_tensor(target)
    return (logits.logsumexp(dim=1) - logits.gather(1, target[:, None]).squeeze(1)).mean()


def ce_one_hot(logits, target):
    logits = logits.astype(np.float64)
    hot = np.eye(logits.shape[1])[target]
    return float((np.logaddexp.reduce(logits, axis=1) - (hot * logits).sum(axis=1)).mean())


def ce_log_softmax(logits, target):
    return -torch.log_softmax(torch.as_tensor(logits), -1)[torch.arange(len(target)), torch.as_tensor(target)].mean()


RIGHT = [ce_in_numpy, ce_by_loops, ce_in_torch, ce_one_hot, ce_log_softmax]
WRONG = [
    lambda s, t: np.exp(ce_in_numpy(s, t)),
    lambda s, t: ce_in_numpy(s, np.zeros_like(t)),
    lambda s, t: (s.argmax(1) != t).mean(),
    lambda s, t: ce_in_numpy(s[:, ::-1], t),
    lambda s, t: ce_in_numpy(s / 2, t),
    lambda s, t: ce_in_numpy(s[:1], t[:1]),
    lambda s, t: np.log1p(np.exp(-np.clip(s[np.arange(len(t)), t], -50, 50))).mean(),
]
