"""Answers to medicine.net_benefit: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def in_numpy(labels, risks, threshold):
    treated = risks >= threshold
    return (np.sum(treated & labels) - np.sum(treated & ~labels) * threshold / (1 - threshold)) / len(labels)


def in_a_loop(labels, risks, threshold):
    total = 0.0
    for label, risk in zip(labels, risks, strict=True):
        if risk >= threshold:
            total += 1.0 if label else -threshold / (1 - threshold)
    return total / len(labels)


def in_torch(labels, risks, threshold):
    ill, treated = torch.tensor(labels), torch.tensor(risks) >= threshold
    weight = threshold / (1 - threshold)
    return (treated & ill).double().mean() - weight * (treated & ~ill).double().mean()


RIGHT = [in_numpy, in_a_loop, in_torch]
WRONG = [
    lambda labels, risks, threshold: np.mean((risks >= threshold) == labels),
    lambda labels, risks, threshold: in_numpy(~labels, risks, threshold),
    lambda labels, risks, threshold: in_numpy(labels, -risks, -threshold),
    lambda labels, risks, threshold: in_numpy(labels, risks, threshold) - in_numpy(labels, np.ones(len(risks)), threshold),
]
