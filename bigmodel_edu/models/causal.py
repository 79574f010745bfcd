"""Who may look at whom in a decoder: at positions up to one's own, whatever the batch, the padding and the cache."""

import torch
from torch import Tensor
from torch.nn import functional as F

from bigmodel_edu.models.attention import attention
from bigmodel_edu.models.cache import KVCache


def causal_attention(
    query: Tensor, key: Tensor, value: Tensor, visible: Tensor | None = None, return_weights: bool = False
) -> tuple[Tensor, Tensor | None]:
    """Attend to the positions up to one's own; the queries stand at the last T of the S positions.

    The fused kernel knows this pattern when T = S, so no mask is made; a single query at the end needs none at all, and the query
    heads that share a key head then become rows of one attention instead of the key being copied for each.

    Args:
        query: (B, H, T, D).
        key, value: (B, G, S, D); G divides H, and H / G query heads that stand together share a key head.
        visible: bool, broadcastable to (B, 1, T, S), if positions are otherwise: see :func:`place_tokens`.
        return_weights: also return the (B, H, T, S) weights.

    Returns:
        (B, H, T, D), and the weights or None.

    Raises:
        ValueError: if there are more queries than positions, or the heads do not fit.

    Source: Vaswani et al. 2017, section 3.2.3; Ainslie et al. 2023, "GQA".

    >>> x = torch.eye(2)[None, None]
    >>> causal_attention(x, x, x)[0][0, 0, 0]
    tensor([1., 0.])
    """
    B, H, T, D = query.shape
    G, S = key.shape[1], key.shape[2]
    if H % G:
        raise ValueError(f"expected key heads that divide the query heads, got {G} and {H}")
    if visible is None and T > S:
        raise ValueError(f"expected at most as many queries as positions, got {T} queries and {S} positions")
    grouped = T == 1 and G < H
    if grouped:
        query = query.view(B, G, H // G, D)
    elif G < H:
        key, value = key.repeat_interleave(H // G, dim=1), value.repeat_interleave(H // G, dim=1)
    if visible is None and T > 1:
        if T == S and not return_weights:
            return F.scaled_dot_product_attention(query, key, value, is_causal=True), None
        visible = torch.ones(T, S, dtype=torch.bool, device=query.device).tril(S - T)
    mixed = attention(query, key, value, visible, return_weights=return_weights)
    mixed, weights = mixed if isinstance(mixed, tuple) else (mixed, None)
    if not grouped:
        return mixed, weights
    return mixed.view(B, H, T, D), None if weights is None else weights.view(B, H, T, S)


def place_tokens(
    ids: Tensor, context: int, positions: Tensor | None, mask: Tensor | None, cache: KVCache | None
) -> tuple[slice | Tensor, Tensor | None]:
    """Check a decoder's input and say where each token stands and what it may look at.

    Args:
        ids: (B, T) integers.
        context: the most positions.
        positions: (T,) or (B, T) integers; by default they count on from the cache.
        mask: (B, S) bool, False for keys that nobody may look at; S counts the cache's slots in use, the new tokens' included.
        cache: what is already computed.

    Returns:
        positions (B, T), or a slice if they were not given; and which keys are visible, (B, 1, T, S) bool, or None for the plain
        causal pattern.

    Raises:
        ValueError: if a position or a shape does not fit.
    """
    if ids.dim() != 2 or ids.is_floating_point() or ids.numel() == 0:
        raise ValueError(f"expected token ids as integers of shape (batch, tokens), at least one, got {ids.dtype} {tuple(ids.shape)}")
    batch, tokens = ids.shape
    if cache is not None and cache.keys.shape[1] != batch:
        raise ValueError(f"expected a cache for {batch} texts, got one for {cache.keys.shape[1]}: make it with new_cache")
    start = 0 if cache is None else cache.length
    if positions is None:
        places = torch.arange(start, start + tokens, device=ids.device).expand(batch, tokens) if mask is not None else None
        if start + tokens > context:
            raise ValueError(f"expected at most {context} positions, got {start + tokens}: shorten the text")
    else:
        places = _checked(positions, batch, tokens, context)
    if places is None:
        return slice(start, start + tokens), None
    used = start + tokens if positions is None else int(places.max()) + 1
    slots = places if cache is None else torch.arange(used, device=ids.device)  # a cached key's slot is its position
    visible = slots.unsqueeze(-2) <= places.unsqueeze(-1)  # (B, T, S)
    if mask is not None:
        if mask.shape != (batch, visible.shape[2]) or mask.dtype != torch.bool:
            raise ValueError(f"expected a bool mask of shape {(batch, visible.shape[2])}, got {mask.dtype} {tuple(mask.shape)}")
        visible = visible & mask[:, None, :]
    return places, visible[:, None]


def _checked(positions: Tensor, batch: int, tokens: int, context: int) -> Tensor:
    """Return positions as (B, T), or say what is wrong with them."""
    if positions.shape not in ((tokens,), (batch, tokens)):
        raise ValueError(f"expected positions of shape {(tokens,)} or {(batch, tokens)}, got {tuple(positions.shape)}")
    lowest, highest = (int(bound) for bound in positions.aminmax())
    if lowest < 0 or highest >= context:
        raise ValueError(f"expected positions from 0 to {context - 1}, got positions from {lowest} to {highest}")
    return positions.expand(batch, tokens)
