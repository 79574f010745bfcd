"""Randomness that can be repeated."""

import random

import numpy as np
import torch


def _valid(seed: int) -> int:
    if not isinstance(seed, int) or isinstance(seed, bool):
        raise TypeError(f"expected a seed that is an integer, got {type(seed).__name__}")
    if not 0 <= seed < 2**32:
        raise ValueError(f"expected a seed from 0 to 2**32 - 1, got {seed}")
    return seed


def generator(seed: int, device: str | torch.device = "cpu") -> torch.Generator:
    """Return a source of random numbers of its own: pass it to what draws, and nobody else's draws disturb yours.

    Args:
        seed: integer from 0 to 2**32 - 1.
        device: where the numbers are drawn. The CPU's numbers are the same on every machine; a GPU's differ between kinds.

    Raises:
        TypeError, ValueError: if the seed is no such integer.

    >>> torch.randint(10, (3,), generator=generator(0)).tolist() == torch.randint(10, (3,), generator=generator(0)).tolist()
    True
    """
    return torch.Generator(device).manual_seed(_valid(seed))


def seed_everything(seed: int) -> torch.Generator:
    """Seed Python, NumPy and torch (every device), and return a generator with the same seed.

    Args:
        seed: integer from 0 to 2**32 - 1.

    >>> _ = seed_everything(7); first = torch.rand(2)
    >>> _ = seed_everything(7); bool((torch.rand(2) == first).all())
    True
    """
    random.seed(_valid(seed))
    np.random.seed(seed)
    torch.manual_seed(seed)
    return generator(seed)
