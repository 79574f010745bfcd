"""One model's attention over one input, ready to be shown: labels, masks, what is computed across layers, and the payload."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bigmodel_edu.viz.arrays import Array, never_looked
from bigmodel_edu.viz.payload import BLANK, atlas, encode_png, max_pool, quantise


@dataclass(frozen=True)
class Side:
    """What the view shows of one model and one input.

    Args:
        weights: (L, H, T, S).
        extras: name → (L, T, S), NaN where it is not known.
        queries: T readable tokens.
        keys: S readable tokens.
        layer_names: L names.
        head_names: H names.
        query_segments: for each query, the number of its segment; None when there is only one.
        key_segments: the same for each key.
        pool: how many tokens stand in one cell.
        name: what tells this side from the other.
    """

    weights: Array
    queries: Sequence[str]
    keys: Sequence[str]
    layer_names: Sequence[str]
    head_names: Sequence[str]
    extras: dict[str, Array] = field(default_factory=dict)
    query_segments: Sequence[int] | None = None
    key_segments: Sequence[int] | None = None
    pool: int = 1
    name: str = ""

    @cached_property
    def masked(self) -> NDArray[np.bool_]:
        """(L, T, S): where no head of a layer looks."""
        return never_looked(self.weights)

    @cached_property
    def is_causal(self) -> bool:
        """Whether no token looks at a later one, in any layer, and some could."""
        queries, keys = self.weights.shape[-2:]
        later = np.triu(np.ones((queries, keys), dtype=bool), k=1)
        return queries == keys > 1 and bool(self.masked[:, later].all())

    @cached_property
    def levels(self) -> NDArray[np.uint8]:
        """(L, H + extras, T', S') bytes, pooled where asked."""
        levels = quantise(self.weights)
        np.copyto(levels, BLANK, where=self.masked[:, None])
        for values in self.extras.values():
            known = np.isfinite(values)
            one = np.where(known & ~((values == 0) & self.masked), quantise(np.where(known, values, 0).clip(0, 1)), BLANK)
            levels = np.concatenate([levels, one[:, None].astype(np.uint8)], axis=1)
        return max_pool(levels, self.pool) if self.pool > 1 else levels

    @cached_property
    def picture(self) -> NDArray[np.uint8]:
        """All matrices as one picture of bytes."""
        return atlas(self.levels)

    @cached_property
    def png(self) -> bytes:
        """The payload."""
        return encode_png(self.picture)

    def config(self) -> dict[str, Any]:
        """What the script needs to know beside the payload."""
        layers, _columns, rows, columns = self.levels.shape
        known = {name: [layer for layer in range(layers) if np.isfinite(values[layer]).any()] for name, values in self.extras.items()}
        queries, keys = pooled_labels(self.queries, self.pool), pooled_labels(self.keys, self.pool)
        return {
            "name": self.name,
            "shape": {
                "rows": rows,
                "columns": columns,
                "layers": layers,
                "heads": len(self.head_names),
                "extras": [{"name": name, "layers": places} for name, places in known.items()],
            },
            "queries": queries,
            "keys": None if keys == queries else keys,
            "layerNames": list(self.layer_names),
            "headNames": list(self.head_names),
            "querySegments": None if self.query_segments is None else list(self.query_segments)[:: self.pool],
            "keySegments": None if self.key_segments is None else list(self.key_segments)[:: self.pool],
        }

    def strongest(self) -> tuple[int, int, int, int]:
        """Layer, head, query and key of the largest weight; of equal ones the first that looks at another token."""
        weights = self.weights.copy()
        if weights.shape[-2] == weights.shape[-1]:
            weights[..., range(weights.shape[-1]), range(weights.shape[-1])] = 0
        layer, head, query, key = np.unravel_index(int(weights.argmax()), weights.shape)
        return int(layer), int(head), int(query), int(key)


def pooled_labels(labels: Sequence[str], pool: int) -> list[str]:
    """The first and last token of each block.

    >>> pooled_labels(["a", "b", "c", "d", "e"], 2)
    ['a…b', 'c…d', 'e']
    """
    if pool == 1:
        return list(labels)
    blocks = [labels[start : start + pool] for start in range(0, len(labels), pool)]
    return [block[0] if len(block) == 1 else f"{block[0]}…{block[-1]}" for block in blocks]
