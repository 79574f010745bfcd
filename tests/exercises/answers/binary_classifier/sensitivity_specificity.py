"""Answers to binary-classifier.sensitivity_specificity: right ones in several styles, wrong ones that are no known mistake."""

import torch


def rates_by_masks(probabilities, labels, threshold):
    alarm = probabilities >= threshold
    return (alarm & (labels == 1)).sum() / (labels == 1).sum(), (~alarm & (labels == 0)).sum() / (labels == 0).sum()


def rates_by_loop(probabilities, labels, threshold):
    found = quiet = ill = 0
    for p, y in zip(probabilities, labels, strict=True):
        ill += y
        found += y == 1 and p >= threshold
        quiet += y == 0 and p < threshold
    return [float(found / ill), float(quiet / (len(labels) - ill))]


def rates_in_torch(probabilities, labels, threshold):
    p, y = torch.as_tensor(probabilities), torch.as_tensor(labels).bool()
    return (p[y] >= threshold).double().mean(), (p[~y] < threshold).double().mean()


RIGHT = [rates_by_masks, rates_by_loop, rates_in_torch]
WRONG = [
    lambda p, y, t: rates_by_masks(p, y, 0.5),
    lambda p, y, t: (1.0, 1.0),
    lambda p, y, t: rates_by_masks(p, 1 - y, t),
    lambda p, y, t: (((p >= t) == (y == 1)).mean(), ((p >= t) == (y == 1)).mean()),
]
