"""Irregular inputs: random signs, odd and unequal sizes, never square by habit, every draw fresh."""

import numpy as np

from bigmodel_edu.calling import AsTensor


def sizes(rng: np.random.Generator, count: int, low: int = 2, high: int = 9) -> list[int]:
    """Return ``count`` different sizes in [low, high), so that no two axes can be confused.

    >>> len(set(sizes(np.random.default_rng(0), 4)))
    4
    """
    if count > high - low:
        raise ValueError(f"expected at most {high - low} different sizes between {low} and {high - 1}, asked for {count}")
    return [int(size) for size in rng.permutation(np.arange(low, high))[:count]]


def normal(rng: np.random.Generator, *shape: int, scale: float = 1.0) -> np.ndarray:
    """Return float32 normal numbers of both signs."""
    return (scale * rng.standard_normal(shape)).astype(np.float32)


def tensor(rng: np.random.Generator, *shape: int, scale: float = 1.0) -> AsTensor:
    """The same numbers, handed over as a torch tensor."""
    return AsTensor(normal(rng, *shape, scale=scale))
