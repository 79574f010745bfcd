"""Answers to medicine.uplift_at_k: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def by_argsort(scores, treated, outcome, k):
    first = np.argsort(-scores)[:k]
    return outcome[first][treated[first]].mean() - outcome[first][~treated[first]].mean()


def by_sorting_pairs(scores, treated, outcome, k):
    rows = sorted(zip(scores.tolist(), treated.tolist(), outcome.tolist(), strict=True), reverse=True)[:k]
    arms = [[came for _score, got, came in rows if got is arm] for arm in (True, False)]
    return sum(arms[0]) / len(arms[0]) - sum(arms[1]) / len(arms[1])


def by_topk(scores, treated, outcome, k):
    first = torch.topk(torch.tensor(scores), k).indices
    arm, came = torch.tensor(treated)[first], torch.tensor(outcome)[first]
    return came[arm].mean() - came[~arm].mean()


def share_instead_of_number(scores, treated, outcome, k):
    return by_argsort(scores, treated, outcome, k + 1)


RIGHT = [by_argsort, by_sorting_pairs, by_topk]
WRONG = [
    share_instead_of_number,
    lambda scores, treated, outcome, k: by_argsort(np.abs(scores), treated, outcome, k),
    lambda scores, treated, outcome, k: by_argsort(scores, ~treated, outcome, k),
    lambda scores, treated, outcome, k: outcome[np.argsort(-scores)[:k]].mean(),
]
