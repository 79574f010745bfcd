"""Answers to regression-with-curves.conformal_radius: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def radius_by_sort(residuals, alpha):
    sizes = sorted(abs(r) for r in residuals)
    place = math.ceil((len(sizes) + 1) * (1 - alpha))
    return float("inf") if place > len(sizes) else sizes[place - 1]


def radius_by_partition(residuals, alpha):
    sizes = np.append(np.abs(residuals), np.inf)  # the new case may be beyond all
    return np.sort(sizes)[int(np.ceil(len(sizes) * (1 - alpha))) - 1]


def radius_by_kthvalue(residuals, alpha):
    sizes = torch.as_tensor(residuals).abs()
    place = math.ceil((len(sizes) + 1) * (1 - alpha))
    return torch.tensor(math.inf) if place > len(sizes) else sizes.kthvalue(place).values


RIGHT = [radius_by_sort, radius_by_partition, radius_by_kthvalue]
WRONG = [
    lambda residuals, alpha: np.max(np.abs(residuals)),
    lambda residuals, alpha: radius_by_sort(residuals, 0.1),
    lambda residuals, alpha: math.inf,
]
