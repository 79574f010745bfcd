"""Answers to classification.expected_calibration_error: right ones in several styles, wrong ones that are no known mistake."""

import itertools

import numpy as np


def ece_by_places(y, p, bins):
    place = np.minimum(np.floor(p * bins), bins - 1)
    total = 0.0
    for each in np.unique(place):
        inside = place == each
        total += inside.mean() * abs(p[inside].mean() - y[inside].mean())
    return total


def ece_by_edges(y, p, bins):
    edges, total = np.linspace(0, 1, bins + 1), 0.0
    for number in range(bins):
        inside = (p >= edges[number]) & ((p < edges[number + 1]) | (number == bins - 1))
        if inside.any():
            total += inside.sum() / len(p) * abs(p[inside].mean() - y[inside].mean())
    return total


def ece_by_digitize(y, p, bins):
    place = np.clip(np.digitize(p, np.linspace(0, 1, bins + 1)) - 1, 0, bins - 1)
    return np.abs(np.bincount(place, p - y, minlength=bins)).sum() / len(y)


def ece_by_loops(y, p, bins):
    sums = [[0, 0.0, 0] for _ in range(bins)]
    for label, chance in zip(y, p, strict=True):
        each = sums[min(int(chance * bins), bins - 1)]
        each[0], each[1], each[2] = each[0] + 1, each[1] + float(chance), each[2] + int(label)
    return sum(count / len(y) * abs(chance / count - yes / count) for count, chance, yes in sums if count)


def ece_upper_edges(y, p, bins):
    edges, total = np.linspace(0, 1, bins + 1), 0.0
    for low, high in itertools.pairwise(edges):
        inside = ((p > low) | (low == 0)) & (p <= high)
        if inside.sum() > 0:
            total += inside.mean() * np.abs(y[inside].mean() - p[inside].mean())
    return float(total)


RIGHT = [ece_by_places, ece_by_edges, ece_by_digitize, ece_by_loops, ece_upper_edges]
WRONG = [
    lambda y, p, bins: ece_by_places(y, p, 10),
    lambda y, p, bins: abs(p.mean() - y.mean()),
    lambda y, p, bins: ((p - y) ** 2).mean(),
    lambda y, p, bins: ece_by_places(y, np.sort(p), bins),
    lambda y, p, bins: ece_by_places(1 - y, p, bins),
    lambda y, p, bins: ece_by_places(y, p, bins) ** 0.5,
    lambda y, p, bins: ece_by_places(y, p, bins) / bins,
]
