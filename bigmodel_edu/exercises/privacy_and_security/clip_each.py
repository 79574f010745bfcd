"""Shorten each person's gradient to a length of at most bound."""

import numpy as np

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function


def clip(gradients, bound):
    norms = gradients.norm(dim=1, keepdim=True)
    return gradients * (bound / norms.clamp_min(1e-12)).clamp(max=1.0)


def _gradients(rng: np.random.Generator) -> np.ndarray:
    count, size = int(rng.integers(4, 8)), int(rng.integers(8, 12))
    sizes = rng.permutation(np.concatenate([[0.2, 6.0], rng.uniform(0.3, 4.0, count - 2)]))
    rows = rng.normal(size=(count, size))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True) * sizes[:, None]).astype(np.float32)


def long_and_short(rng: np.random.Generator) -> Call:
    return arguments(AsTensor(_gradients(rng)), float(rng.uniform(0.8, 2.0)))


def with_a_row_of_zeros(rng: np.random.Generator) -> Call:
    gradients = _gradients(rng)
    gradients[int(rng.integers(0, len(gradients)))] = 0.0
    return arguments(AsTensor(gradients), float(rng.uniform(0.8, 2.0)))


def no_row_is_longer(ask, rng: np.random.Generator) -> bool:
    return bool((np.linalg.norm(np.asarray(ask(AsTensor(_gradients(rng)), 0.7)), axis=1) < 0.7 + 1e-4).all())


EXERCISE = function(
    __file__,
    points=3,
    reference=clip,
    core={"long and short gradients": long_and_short},
    edges={"a gradient of zeros": with_a_row_of_zeros},
    properties=(no_row_is_longer,),
    mistakes={
        "all-together": lambda gradients, bound: gradients * min(1.0, bound / max(float(gradients.norm()), 1e-12)),
        "always-rescaled": lambda gradients, bound: gradients * bound / gradients.norm(dim=1, keepdim=True).clamp_min(1e-12),
        "each-number": lambda gradients, bound: gradients.clamp(-bound, bound),
        "nan-at-zero": lambda gradients, bound: (
            gradients / gradients.norm(dim=1, keepdim=True) * gradients.norm(dim=1, keepdim=True).clamp(max=bound)
        ),
        "columns": lambda gradients, bound: gradients * (bound / gradients.norm(dim=0, keepdim=True).clamp_min(1e-12)).clamp(max=1.0),
        "sum-of-sizes": lambda gradients, bound: (
            gradients * (bound / gradients.abs().sum(dim=1, keepdim=True).clamp_min(1e-12)).clamp(max=1.0)
        ),
    },
)
