"""Answers to privacy-and-security.membership_auc: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def by_pairs(members, others):
    pairs = [(m < o) + 0.5 * (m == o) for m in members for o in others]
    return sum(pairs) / len(pairs)


def by_arrays(members, others):
    gap = others[None] - members[:, None]
    return ((gap > 0) + 0.5 * (gap == 0)).mean()


def by_sign(members, others):
    return 0.5 + 0.5 * torch.sign(torch.tensor(others)[None] - torch.tensor(members)[:, None]).mean()


def by_ranks(members, others):
    from scipy.stats import rankdata

    ranks = rankdata(np.concatenate([-members, -others]))[: len(members)]
    return (ranks.sum() - len(members) * (len(members) + 1) / 2) / (len(members) * len(others))


def accuracy_at_the_mean(members, others):
    limit = np.mean([members.mean(), others.mean()])
    return 0.5 * ((members < limit).mean() + (others >= limit).mean())


RIGHT = [by_pairs, by_arrays, by_sign, by_ranks]
WRONG = [
    accuracy_at_the_mean,
    lambda members, others: by_arrays(members[:1], others),
    lambda members, others: 2 * by_arrays(members, others) - 1,
    lambda members, others: (members < np.median(others)).mean(),
]
