"""Answers to sentiment.paired_interval: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch

from .intervals import interval_numpy, interval_quantile, interval_torch


def paired_numpy(first, second, picks):
    return interval_numpy(first - second, picks)


def paired_two_means(first, second, picks):
    return list(np.percentile(first[picks].mean(1) - second[picks].mean(1), (2.5, 97.5)))


def paired_torch(first, second, picks):
    return interval_torch(torch.as_tensor(first) - torch.as_tensor(second), picks)


def paired_loops(first, second, picks):
    return interval_quantile([one - other for one, other in zip(first, second, strict=True)], picks)


def paired_first_only(first, second, picks):
    return interval_numpy(first, picks)


def paired_sum(first, second, picks):
    return interval_numpy(first + second, picks)


def paired_ninety(first, second, picks):
    return tuple(np.percentile((first - second)[picks].mean(1), [5, 95]))


def paired_mean_of_second(first, second, picks):
    return interval_numpy(first - second.mean(), picks)


RIGHT = [paired_numpy, paired_two_means, paired_torch, paired_loops]
WRONG = [paired_first_only, paired_sum, paired_ninety, paired_mean_of_second]
