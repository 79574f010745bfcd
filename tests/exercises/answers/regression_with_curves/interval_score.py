"""Answers to regression-with-curves.interval_score: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np


def score_by_maximum(y, low, high, alpha):
    return np.mean(high - low + 2 / alpha * (np.maximum(low - y, 0) + np.maximum(y - high, 0)))


def score_by_where(y, low, high, alpha):
    return (high - low + np.where(y < low, 2 / alpha * (low - y), 0) + np.where(y > high, 2 / alpha * (y - high), 0)).mean()


def score_by_loop(y, low, high, alpha):
    total = 0.0
    for value, left, right in zip(y, low, high, strict=True):
        total += right - left
        total += 2 / alpha * (left - value if value < left else value - right if value > right else 0)
    return float(total / len(y))


RIGHT = [score_by_maximum, score_by_where, score_by_loop]
WRONG = [
    lambda y, low, high, alpha: -score_by_maximum(y, low, high, alpha),
    lambda y, low, high, alpha: score_by_maximum(y, low, high, 0.1),
    lambda y, low, high, alpha: np.mean((y - (low + high) / 2) ** 2),
]
