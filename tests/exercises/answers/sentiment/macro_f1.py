"""Answers to sentiment.macro_f1: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch
from torch.nn import functional as F


def macro_loops(truth, predicted, classes):
    scores = []
    for each in range(classes):
        hits = sum(1 for t, p in zip(truth, predicted, strict=True) if t == p == each)
        total = sum(1 for t in truth if t == each) + sum(1 for p in predicted if p == each)
        scores.append(2 * hits / total if total else 0.0)
    return sum(scores) / classes


def macro_matrix(truth, predicted, classes):
    table = np.zeros((classes, classes))
    np.add.at(table, (truth, predicted), 1)
    total = table.sum(0) + table.sum(1)
    return np.divide(2 * np.diag(table), total, out=np.zeros(classes), where=total > 0).mean()


def macro_precision_recall(truth, predicted, classes):
    scores = []
    for each in range(classes):
        said, real = predicted == each, truth == each
        hits = (said & real).sum()
        if not hits:
            scores.append(0)
            continue
        precision, recall = hits / said.sum(), hits / real.sum()
        scores.append(2 * precision * recall / (precision + recall))
    return float(np.mean(scores))


def macro_torch(truth, predicted, classes):
    truth, predicted = (F.one_hot(torch.as_tensor(each).long(), classes).float() for each in (truth, predicted))
    return (2 * (truth * predicted).sum(0) / (truth + predicted).sum(0).clamp(min=1)).mean()


def macro_median(truth, predicted, classes):
    return float(np.median([macro_one(truth, predicted, each) for each in range(classes)]))


def macro_one(truth, predicted, each):
    total = (truth == each).sum() + (predicted == each).sum()
    return 2 * ((truth == each) & (predicted == each)).sum() / max(total, 1)


def macro_without_two(truth, predicted, classes):
    return macro_loops(truth, predicted, classes) / 2


def macro_predicted_only(truth, predicted, classes):
    return float(np.mean([macro_one(truth, predicted, each) for each in np.unique(predicted)]))


def macro_jaccard(truth, predicted, classes):
    scores = [macro_one(truth, predicted, each) for each in range(classes)]
    return float(np.mean([score / (2 - score) for score in scores]))


RIGHT = [macro_loops, macro_matrix, macro_precision_recall, macro_torch]
WRONG = [macro_median, macro_without_two, macro_predicted_only, macro_jaccard]
