"""Answers to binary-classifier.wilson_interval: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np


def wilson_by_roots(right, n, z):
    """The two shares p with |share − p| = z·√(p(1 − p)/n)."""
    share = right / n
    a, b, c = 1 + z**2 / n, -(2 * share + z**2 / n), share**2
    root = np.sqrt(max(b * b - 4 * a * c, 0.0))
    return ((-b - root) / (2 * a), (-b + root) / (2 * a))


def wilson_by_formula(right, n, z):
    p = right / n
    d = 1 + z * z / n
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return [(p + z * z / (2 * n)) / d - half, (p + z * z / (2 * n)) / d + half]


def wilson_with_counts(right, n, z):
    wrong = n - right
    half = z / (n + z**2) * np.sqrt(right * wrong / n + z**2 / 4)
    centre = (right + z**2 / 2) / (n + z**2)
    return centre - half, centre + half


RIGHT = [wilson_by_roots, wilson_by_formula, wilson_with_counts]
WRONG = [
    lambda right, n, z: (right / n, right / n),
    lambda right, n, z: wilson_by_formula(right, n, 1.96),
    lambda right, n, z: wilson_by_formula(right, n, z)[::-1],
    lambda right, n, z: (0.0, 1.0),
]
