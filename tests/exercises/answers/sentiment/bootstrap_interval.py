"""Answers to sentiment.bootstrap_interval: right ones in several styles, wrong ones that are no known mistake."""

import math
import statistics

import numpy as np

from .intervals import interval_numpy, interval_quantile, interval_torch


def interval_sorted_by_hand(scores, picks):
    means = sorted(statistics.fmean(scores[i] for i in row) for row in picks)

    def at(share):
        place = share * (len(means) - 1)
        low = math.floor(place)
        return means[low] + (place - low) * (means[min(low + 1, len(means) - 1)] - means[low])

    return at(0.025), at(0.975)


def interval_medians(scores, picks):
    return tuple(np.percentile(np.median(scores[picks], axis=1), [2.5, 97.5]))


def interval_sums(scores, picks):
    return tuple(np.percentile(scores[picks].sum(axis=1), [2.5, 97.5]))


def interval_ninety_nine(scores, picks):
    return tuple(np.percentile(scores[picks].mean(axis=1), [0.5, 99.5]))


def interval_low_and_mean(scores, picks):
    means = scores[picks].mean(axis=1)
    return np.percentile(means, 2.5), means.mean()


def interval_half_the_resamples(scores, picks):
    return interval_numpy(scores, picks[: len(picks) // 2])


RIGHT = [interval_numpy, interval_quantile, interval_torch, interval_sorted_by_hand]
WRONG = [
    interval_medians,
    interval_sums,
    interval_ninety_nine,
    interval_low_and_mean,
    interval_half_the_resamples,
]
