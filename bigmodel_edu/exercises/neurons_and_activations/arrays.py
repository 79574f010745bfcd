"""Arrays of any shape, near zero and far from it."""

import numpy as np

from bigmodel_edu.checking import Call, arguments
from bigmodel_edu.checking.generators import normal, sizes


def plain_sigmoid(x):
    x = np.asarray(x, dtype=np.float64)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


def any_shape(rng: np.random.Generator) -> Call:
    return arguments(normal(rng, *sizes(rng, int(rng.integers(1, 4))), scale=3.0))


def around_zero(rng: np.random.Generator) -> Call:
    """Zero itself, between a negative and a positive number."""
    return arguments(np.array([-1.5, 0.0, 0.0, 2.0], dtype=np.float32))


def far_from_zero(rng: np.random.Generator) -> Call:
    x = rng.uniform(100, 900, size=sizes(rng, 2)) * rng.choice([-1.0, 1.0], size=1)
    x.flat[: x.size // 2] *= -1  # both ends in every array
    return arguments(x.astype(np.float32))
