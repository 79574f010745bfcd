"""The KV cache: what a decoder has already computed about the tokens behind it.

A token's key and value lie in the slot of its position. A query sees the slots up to its own position and no further, so the slots
of padding, which lie behind every real token, are never seen: they are overwritten before a query reaches them. This is all that a
batch of unequal lengths needs.
"""

import torch
from torch import Tensor


class KVCache:
    """Keys and values of every layer, for a batch, up to a fixed length.

    Args:
        layers, batch, heads, length, head_size: sizes of the cache; ``heads`` counts the heads that keys have.
        dtype, device: of the keys and values.

    Attributes:
        keys, values: (L, B, H, S, D).
        layers: each layer's keys and values, (B, H, S, D), as views of these.
        pairs: each layer's keys and values in one view, (2, B, H, S, D), to write both at once.
        length: slots in use; a call without positions goes on from here.

    Raises:
        ValueError: if a size is below 1.

    Source: Pope et al. 2022, "Efficiently Scaling Transformer Inference", section 3.3.

    >>> cache = KVCache(layers=2, batch=1, heads=4, length=8, head_size=16)
    >>> cache.reserve(3); cache.length, cache.bytes
    (3, 8192)
    """

    def __init__(
        self,
        layers: int,
        batch: int,
        heads: int,
        length: int,
        head_size: int,
        *,
        dtype: torch.dtype | None = None,
        device: torch.device | str | None = None,
    ) -> None:
        shape = (layers, batch, heads, length, head_size)
        if min(shape) < 1:
            raise ValueError(f"expected layers, batch, heads, length and head_size of 1 or more, got {shape}")
        both = torch.zeros((2, *shape), dtype=dtype, device=device)
        self.keys, self.values = both.unbind()
        self.pairs = both.unbind(1)
        self.layers = list(zip(self.keys.unbind(), self.values.unbind(), strict=True))  # views, made once: this saves time at every token
        self.length = 0
        self._slots: slice | Tensor = slice(0, 0)

    @property
    def capacity(self) -> int:
        """How many positions there is room for."""
        return self.keys.shape[3]

    @property
    def bytes(self) -> int:
        """Memory that the keys and values take."""
        return 2 * self.keys.numel() * self.keys.element_size()

    def reserve(self, tokens: int, positions: Tensor | None = None) -> None:
        """Say where the next tokens go: on from ``length``, or each at its own position.

        Args:
            tokens: how many.
            positions: (B, T), the slot of each token.

        Raises:
            ValueError: if they do not fit.
        """
        if positions is None:
            stop = self.length + tokens
            self._slots = slice(self.length, stop)
        else:
            stop = int(positions.max()) + 1
            self._slots = positions
        if stop > self.capacity:
            raise ValueError(f"expected at most {self.capacity} positions in this cache, got {stop}: make a longer one with new_cache")
        self.length = stop

    def write(self, layer: int, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
        """Store the reserved tokens' keys and values of one layer and return those of all slots in use.

        Args:
            layer: 0 to L - 1.
            key, value: (B, H, T, D).

        Returns:
            keys and values, (B, H, S, D), views of the cache.
        """
        keys, values = self.layers[layer]
        if isinstance(self._slots, slice):
            start, tokens = self._slots.start, key.shape[2]
            keys.narrow(2, start, tokens).copy_(key)
            values.narrow(2, start, tokens).copy_(value)
        else:
            slots = self._slots[:, None, :, None].expand_as(key)
            keys.scatter_(2, slots, key)
            values.scatter_(2, slots, value)
        return keys.narrow(2, 0, self.length), values.narrow(2, 0, self.length)

    def select(self, rows: Tensor) -> "KVCache":
        """Return a cache that holds copies of the given rows, in their order: to drop finished texts, or to branch from one.

        Args:
            rows: (N,) indices into the batch, repeats allowed.
        """
        layers, _, heads, length, head_size = self.keys.shape
        chosen = KVCache(layers, len(rows), heads, length, head_size, dtype=self.keys.dtype, device=self.keys.device)
        torch.index_select(self.keys, 1, rows, out=chosen.keys)
        torch.index_select(self.values, 1, rows, out=chosen.values)
        chosen.length = self.length
        return chosen
