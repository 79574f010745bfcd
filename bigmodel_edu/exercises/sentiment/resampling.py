"""Intervals from resampled pairs."""

import numpy as np


def interval(values):
    return tuple(float(each) for each in np.percentile(values, [2.5, 97.5]))


def bootstrap(scores, picks):
    return interval(np.asarray(scores, dtype=np.float64)[np.asarray(picks)].mean(axis=1))


def picked(rng: np.random.Generator) -> tuple[int, np.ndarray]:
    count = int(rng.integers(11, 30))
    return count, rng.integers(0, count, (int(rng.integers(60, 120)), count))
