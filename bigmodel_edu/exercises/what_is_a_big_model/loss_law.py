"""The law of loss in size and data, and constants to draw for it."""

from collections.abc import Mapping

import numpy as np

from bigmodel_edu.economics.scaling import Chinchilla

Constants = Mapping[str, float]

Array = np.ndarray


def loss_by_the_law(constants: Constants, **other: float) -> Chinchilla:
    return Chinchilla(**{**constants, **other})


def some_constants(rng: np.random.Generator) -> dict[str, float]:
    """Constants of the kind that are published, with α and β well apart."""
    alpha, beta = (float(each) for each in rng.permutation([rng.uniform(0.24, 0.33), rng.uniform(0.38, 0.5)]))
    a, b = (float(each) for each in rng.uniform(150, 1500, 2))
    return {
        "e": round(float(rng.uniform(1.2, 2.1)), 3),
        "a": round(a, 1),
        "b": round(b, 1),
        "alpha": round(alpha, 4),
        "beta": round(beta, 4),
    }


def log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))
