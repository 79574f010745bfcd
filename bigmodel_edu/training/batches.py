"""Batches as a function of their number: batch 17 is the same whenever it is asked for, so a run that was broken off goes on exactly."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

Batch = tuple[Tensor, ...]
Batches = Callable[[int], Batch]


def get_batch(tokens: Any, batch_size: int, length: int, generator: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Draw pieces of a text at random places, with the next token of each token as the target.

    Args:
        tokens: (N,) integers: a list, a tensor, an array, or a memory map of a file larger than memory.
        batch_size: B, how many pieces.
        length: T, tokens in a piece; needs length < N.
        generator: where the random places come from.

    Returns:
        inputs (B, T) and targets (B, T), both int64; ``targets[:, t]`` is the token after ``inputs[:, t]``.

    Raises:
        ValueError: if the text is shorter than length + 1 tokens.

    >>> inputs, targets = get_batch(range(100), batch_size=2, length=3, generator=np.random.default_rng(0))
    >>> inputs.shape, bool((targets == inputs + 1).all())
    (torch.Size([2, 3]), True)
    """
    tokens = token_array(tokens)
    require_length(tokens, length)
    starts = generator.integers(0, len(tokens) - length, size=batch_size)
    return _windows(tokens, starts, length)


def _windows(tokens: np.ndarray, starts: np.ndarray, length: int) -> tuple[Tensor, Tensor]:
    windows = torch.from_numpy(tokens[starts[:, None] + np.arange(length + 1)].astype(np.int64))  # (B, T + 1)
    return windows[:, :-1], windows[:, 1:]


def token_array(tokens: Any) -> np.ndarray:
    """Return a text as an array (N,) of integers, without a copy where it is one already; ValueError where it is no such text."""
    array = tokens.numpy() if isinstance(tokens, Tensor) else np.asanyarray(tokens)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise ValueError(f"expected a text as integers of shape (N,), got {array.dtype} of shape {array.shape}")
    return array


def require_length(tokens: np.ndarray, length: int) -> None:
    """Check that a text has a piece of that length and the token after it; ValueError where it has not."""
    if length < 1:
        raise ValueError(f"expected pieces of at least 1 token, got a length of {length}")
    if len(tokens) <= length:
        raise ValueError(f"expected a text of at least {length + 1} tokens for pieces of {length}, got {len(tokens)}")


class TokenBatches:
    """Random pieces of a text: ``batches(number)`` gives inputs and targets.

    Args:
        tokens: (N,) integers; uint16 holds vocabularies up to 65,536 in the least memory.
        batch_size: B, pieces in a batch, over all workers together.
        length: T, tokens in a piece.
        seed: another seed gives other batches.
        rank, workers: this worker's number and how many there are; each takes its share of the same batch.

    >>> batches = TokenBatches(range(1000), batch_size=4, length=8)
    >>> inputs, targets = batches(17)
    >>> bool((inputs == batches(17)[0]).all()), bool((inputs == batches(18)[0]).all())
    (True, False)
    """

    def __init__(self, tokens: Any, batch_size: int, length: int, *, seed: int = 0, rank: int = 0, workers: int = 1) -> None:
        self.tokens = token_array(tokens)
        require_length(self.tokens, length)
        if batch_size < 1 or batch_size % workers:
            raise ValueError(f"expected a batch size that {workers} workers can share, got {batch_size}")
        self.batch_size, self.length, self.seed = batch_size, length, seed
        share = batch_size // workers
        self._mine = slice(rank * share, (rank + 1) * share)

    def __call__(self, number: int) -> tuple[Tensor, Tensor]:
        """Return inputs (B, T) and targets (B, T) of the batch of that number."""
        starts = np.random.default_rng((self.seed, number)).integers(0, len(self.tokens) - self.length, size=self.batch_size)
        return _windows(self.tokens, starts[self._mine], self.length)


class EpochBatches:
    """Examples in epochs: every example once, in a new random order each time; an incomplete last batch is left out.

    Args:
        tensors: each (N, ...), the same N: such as pictures and labels.
        batch_size: B.
        seed: another seed gives other orders.

    >>> batches = EpochBatches(torch.arange(10), batch_size=5)
    >>> sorted(torch.cat([*batches(0), *batches(1)]).tolist())
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    """

    def __init__(self, *tensors: Tensor, batch_size: int, seed: int = 0) -> None:
        sizes = {len(tensor) for tensor in tensors}
        if len(sizes) != 1:
            raise ValueError(f"expected tensors with the same number of examples, got {sorted(sizes)}")
        self.examples = sizes.pop()
        if not 1 <= batch_size <= self.examples:
            raise ValueError(f"expected a batch size from 1 to {self.examples}, the number of examples, got {batch_size}")
        self.tensors: Sequence[Tensor] = tensors
        self.batch_size, self.seed = batch_size, seed
        self._order: tuple[int, Tensor] | None = None

    @property
    def per_epoch(self) -> int:
        """Batches in an epoch."""
        return self.examples // self.batch_size

    def __call__(self, number: int) -> Batch:
        """Return the batch of that number; numbers run on over the epochs."""
        epoch, place = divmod(number, self.per_epoch)
        if self._order is None or self._order[0] != epoch:
            self._order = epoch, torch.from_numpy(np.random.default_rng((self.seed, epoch)).permutation(self.examples))
        chosen = self._order[1][place * self.batch_size : (place + 1) * self.batch_size]
        return tuple(tensor[chosen] for tensor in self.tensors)
