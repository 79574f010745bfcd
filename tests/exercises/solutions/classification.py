"""Answers to the exercises of classification: right ones in several styles, and wrong ones that are no known misconception."""

import itertools
import math

import numpy as np
import torch


def bce_in_numpy(y, p):
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return -np.mean(y * np.log(p) + (1 - y) * np.log1p(-p))


def bce_by_loops(y, p):
    total = 0.0
    for label, chance in zip(y, p, strict=True):
        chance = min(max(float(chance), 1e-6), 1 - 1e-6)
        total -= math.log(chance) if label == 1 else math.log(1 - chance)
    return total / len(y)


def bce_in_torch(y, p):
    y, p = torch.as_tensor(y), torch.as_tensor(p).clamp(1e-6, 1 - 1e-6)
    return -torch.where(y == 1, p.log(), (1 - p).log()).mean()


def bce_in_float32(y, p):
    p = np.clip(p.astype(np.float32), np.float32(1e-6), np.float32(1 - 1e-6))
    return -np.log(np.where(y == 1, p, 1 - p)).mean()


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


def slopes_in_numpy(logits, target):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    slopes = powers / powers.sum(axis=1, keepdims=True)
    slopes[np.arange(len(target)), target] -= 1
    return slopes / len(target)


def slopes_by_loops(logits, target):
    slopes = np.zeros(logits.shape)
    for row, place in enumerate(target):
        top = max(float(score) for score in logits[row])
        powers = [math.exp(float(score) - top) for score in logits[row]]
        for column, power in enumerate(powers):
            slopes[row, column] = (power / sum(powers) - (column == place)) / len(target)
    return slopes


def slopes_in_torch(logits, target):
    logits, target = torch.as_tensor(logits), torch.as_tensor(target)
    hot = torch.nn.functional.one_hot(target, logits.shape[1])
    return (logits.softmax(dim=1) - hot) / len(target)


def auc_by_pairs(y, score):
    won = [1.0 if a > b else 0.5 if a == b else 0.0 for a in score[y == 1] for b in score[y == 0]]
    return sum(won) / len(won)


def auc_by_mean_ranks(y, score):
    from scipy.stats import rankdata

    ranks, positives = rankdata(score), (y == 1).sum()
    return (ranks[y == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(y) - positives))


def auc_by_trapezes(y, score):
    levels = np.unique(score)[::-1]
    hits = np.array([0.0, *((score[y == 1] >= level).mean() for level in levels)])
    alarms = np.array([0.0, *((score[y == 0] >= level).mean() for level in levels)])
    return ((hits[1:] + hits[:-1]) / 2 * np.diff(alarms)).sum()


def auc_in_torch(y, score):
    y, score = torch.as_tensor(y), torch.as_tensor(score)
    return (0.5 * (1 + torch.sign(score[y == 1][:, None] - score[y == 0]))).mean()


def ece_by_places(y, p, bins):
    place = np.minimum(np.floor(p * bins), bins - 1)
    total = 0.0
    for each in np.unique(place):
        inside = place == each
        total += inside.mean() * abs(p[inside].mean() - y[inside].mean())
    return total


def ece_by_edges(y, p, bins):
    edges, total = np.linspace(0, 1, bins + 1), 0.0
    for number in range(bins):
        inside = (p >= edges[number]) & ((p < edges[number + 1]) | (number == bins - 1))
        if inside.any():
            total += inside.sum() / len(p) * abs(p[inside].mean() - y[inside].mean())
    return total


def ece_by_digitize(y, p, bins):
    place = np.clip(np.digitize(p, np.linspace(0, 1, bins + 1)) - 1, 0, bins - 1)
    return np.abs(np.bincount(place, p - y, minlength=bins)).sum() / len(y)


def ece_by_loops(y, p, bins):
    sums = [[0, 0.0, 0] for _ in range(bins)]
    for label, chance in zip(y, p, strict=True):
        each = sums[min(int(chance * bins), bins - 1)]
        each[0], each[1], each[2] = each[0] + 1, each[1] + float(chance), each[2] + int(label)
    return sum(count / len(y) * abs(chance / count - yes / count) for count, chance, yes in sums if count)


def ece_upper_edges(y, p, bins):
    edges, total = np.linspace(0, 1, bins + 1), 0.0
    for low, high in itertools.pairwise(edges):
        inside = ((p > low) | (low == 0)) & (p <= high)
        if inside.sum() > 0:
            total += inside.mean() * np.abs(y[inside].mean() - p[inside].mean())
    return float(total)


RIGHT = {
    "classification.binary_cross_entropy": [bce_in_numpy, bce_by_loops, bce_in_torch, bce_in_float32],
    "classification.cross_entropy": [ce_in_numpy, ce_by_loops, ce_in_torch, ce_one_hot, ce_log_softmax],
    "classification.cross_entropy_gradient": [slopes_in_numpy, slopes_by_loops, slopes_in_torch],
    "classification.roc_auc": [auc_by_pairs, auc_by_mean_ranks, auc_by_trapezes, auc_in_torch],
    "classification.expected_calibration_error": [ece_by_places, ece_by_edges, ece_by_digitize, ece_by_loops, ece_upper_edges],
}

WRONG = {
    "classification.binary_cross_entropy": [
        lambda y, p: np.abs(y - p).mean(),
        lambda y, p: bce_in_numpy(y, np.clip(p, 0.01, 0.99)),
        lambda y, p: bce_in_numpy(1 - y, p),
        lambda y, p: bce_in_numpy(y, (p > 0.5).astype(float)),
        lambda y, p: -np.log(np.clip(np.where(y == 1, p, 1 - p).mean(), 1e-6, 1)),
        lambda y, p: np.exp(bce_in_numpy(y, p)),
        lambda y, p: bce_in_numpy(y, 1 / (1 + np.exp(-p))),
    ],
    "classification.cross_entropy": [
        lambda s, t: np.exp(ce_in_numpy(s, t)),
        lambda s, t: ce_in_numpy(s, np.zeros_like(t)),
        lambda s, t: (s.argmax(1) != t).mean(),
        lambda s, t: ce_in_numpy(s[:, ::-1], t),
        lambda s, t: ce_in_numpy(s / 2, t),
        lambda s, t: ce_in_numpy(s[:1], t[:1]),
        lambda s, t: np.log1p(np.exp(-np.clip(s[np.arange(len(t)), t], -50, 50))).mean(),
    ],
    "classification.cross_entropy_gradient": [
        lambda s, t: slopes_in_numpy(s, t).sum(0),
        lambda s, t: slopes_in_numpy(s, t).T,
        lambda s, t: slopes_in_numpy(s, (t + 1) % s.shape[1]),
        lambda s, t: np.sign(slopes_in_numpy(s, t)),
        lambda s, t: slopes_in_numpy(s / 2, t),
        lambda s, t: slopes_in_numpy(s, t) ** 2,
        lambda s, t: np.zeros(s.shape),
    ],
    "classification.roc_auc": [
        lambda y, score: max(auc_by_pairs(y, score), 1 - auc_by_pairs(y, score)) + 1e-3,
        lambda y, score: np.corrcoef(y, score + 1e-9 * np.arange(len(y)))[0, 1],
        lambda y, score: score[y == 1].mean() - score[y == 0].mean(),
        lambda y, score: (score[y == 1] > score.mean()).mean(),
        lambda y, score: 0.5,
        lambda y, score: auc_by_pairs(y, np.round(score)),
    ],
    "classification.expected_calibration_error": [
        lambda y, p, bins: ece_by_places(y, p, 10),
        lambda y, p, bins: abs(p.mean() - y.mean()),
        lambda y, p, bins: ((p - y) ** 2).mean(),
        lambda y, p, bins: ece_by_places(y, np.sort(p), bins),
        lambda y, p, bins: ece_by_places(1 - y, p, bins),
        lambda y, p, bins: ece_by_places(y, p, bins) ** 0.5,
        lambda y, p, bins: ece_by_places(y, p, bins) / bins,
    ],
    "classification.threshold": [0, 1, -0.3, 1e9, "25 %", [0.25]],
    "classification.rare": ["a", "e", "cd", "nothing", 4, ["b", "d"]],
}
