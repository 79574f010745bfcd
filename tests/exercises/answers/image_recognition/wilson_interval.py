"""Answers to image-recognition.wilson_interval: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np


def wilson(hits, n, z=1.96):
    p = hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return middle - half, middle + half


def wilson_by_counts(hits, n, z=1.96):
    middle, half = hits + z**2 / 2, z * math.sqrt(hits * (n - hits) / n + z**2 / 4)
    return [(middle - half) / (n + z**2), (middle + half) / (n + z**2)]


def wilson_by_roots(hits, n, z=1.96):
    p = hits / n
    return np.sort(np.roots([1 + z**2 / n, -(2 * p + z**2 / n), p**2]).real)


def agresti_coull(hits, n, z=1.96):
    more = n + z**2
    p = (hits + z**2 / 2) / more
    half = z * math.sqrt(p * (1 - p) / more)
    return p - half, p + half


RIGHT = [wilson, wilson_by_counts, wilson_by_roots]
WRONG = [
    agresti_coull,
    lambda hits, n, z=1.96: wilson(hits, n, z)[::-1],
    lambda hits, n, z=1.96: wilson(n - hits, n, z),
    lambda hits, n, z=1.96: wilson(hits, n, z / 2),
    lambda hits, n, z=1.96: wilson(max(1, min(hits, n - 1)), n, z),
]
