"""A network of two layers and data with both labels."""

import numpy as np

from bigmodel_edu.checking.generators import normal, sizes

Weights = tuple[np.ndarray, np.ndarray, np.ndarray, float]


def sigmoid(score):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(score, dtype=np.float64)))


def layers(rng: np.random.Generator, scale: float = 1.0) -> tuple[np.ndarray, Weights]:
    count, features, hidden = sizes(rng, 3, 2, 9)
    weights = (normal(rng, features, hidden), normal(rng, hidden), normal(rng, hidden, scale=1.2 * scale), round(float(rng.normal()), 3))
    return normal(rng, count, features), weights


def both_labels(rng: np.random.Generator, count: int) -> np.ndarray:
    labels = (rng.random(count) < 0.35).astype(np.float32)
    labels[:2] = [1.0, 0.0]
    return rng.permutation(labels).astype(np.float32)


def losses(logits, labels):
    z, y = np.asarray(logits, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    return np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
