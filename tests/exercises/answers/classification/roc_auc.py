"""Answers to classification.roc_auc: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


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


RIGHT = [auc_by_pairs, auc_by_mean_ranks, auc_by_trapezes, auc_in_torch]
WRONG = [
    lambda y, score: max(auc_by_pairs(y, score), 1 - auc_by_pairs(y, score)) + 1e-3,
    lambda y, score: np.corrcoef(y, score + 1e-9 * np.arange(len(y)))[0, 1],
    lambda y, score: score[y == 1].mean() - score[y == 0].mean(),
    lambda y, score: (score[y == 1] > score.mean()).mean(),
    lambda y, score: 0.5,
    lambda y, score: auc_by_pairs(y, np.round(score)),
]
