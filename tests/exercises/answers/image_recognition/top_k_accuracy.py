"""Answers to image-recognition.top_k_accuracy: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def by_argsort(scores, labels, k):
    return np.mean([label in row for label, row in zip(labels, np.argsort(-scores, axis=1)[:, :k], strict=True)])


def by_topk(scores, labels, k):
    best = torch.tensor(scores).topk(k, dim=1).indices
    return (best == torch.tensor(labels)[:, None]).any(dim=1).double().mean()


def by_rank(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    return float(((scores > own[:, None]).sum(axis=1) < k).mean())


def in_a_loop(scores, labels, k):
    hits = 0
    for row, label in zip(scores.tolist(), labels.tolist(), strict=True):
        hits += label in sorted(range(len(row)), key=lambda place: -row[place])[:k]
    return hits / len(labels)


RIGHT = [by_argsort, by_topk, by_rank, in_a_loop]
WRONG = [
    lambda scores, labels, k: 1 - by_argsort(scores, labels, k),
    lambda scores, labels, k: by_argsort(np.abs(scores), labels, k),
    lambda scores, labels, k: np.mean(np.argsort(-scores, axis=1)[:, k - 1] == labels),
    lambda scores, labels, k: by_argsort(scores[:, ::-1], labels, k),
]
