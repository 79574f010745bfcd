"""Scaled dot-product attention: one function that teaches, and the fused one that it is tested against."""

import math
from typing import Literal, overload

import torch
from torch import Tensor
from torch.nn import functional as F


@overload
def attention(
    query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None, *, return_weights: Literal[False] = False
) -> Tensor: ...
@overload
def attention(
    query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None, *, return_weights: Literal[True]
) -> tuple[Tensor, Tensor]: ...
@overload
def attention(
    query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None, *, return_weights: bool
) -> Tensor | tuple[Tensor, Tensor]: ...
def attention(
    query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None, *, return_weights: bool = False
) -> Tensor | tuple[Tensor, Tensor]:
    r"""Mix the values by how well each query matches each key.

    .. math:: \mathrm{softmax}\!\left(\frac{QK^\top}{\sqrt{D}} + M\right) V

    Args:
        query: (..., T, D).
        key: (..., S, D).
        value: (..., S, E); E may differ from D.
        mask: bool, broadcastable to (..., T, S); True where a query may look. A query that may look nowhere gets zeros.
        return_weights: also return the (..., T, S) weights; takes the explicit path.

    Returns:
        (..., T, E), and the weights on request.

    Raises:
        TypeError: if the mask is not bool.
        ValueError: if the last sizes of query and key, or the lengths of key and value, differ.

    Source: Vaswani et al. 2017, equation 1.

    >>> x = torch.eye(2)[None]
    >>> attention(x, x, x, mask=torch.tensor([[True, False], [True, True]]))[0, 0]
    tensor([1., 0.])
    """
    if query.shape[-1] != key.shape[-1]:
        raise ValueError(f"expected query and key to share their last size, got query {tuple(query.shape)} and key {tuple(key.shape)}")
    if key.shape[-2] != value.shape[-2]:
        raise ValueError(f"expected one value for each key, got key {tuple(key.shape)} and value {tuple(value.shape)}")
    if mask is not None and mask.dtype != torch.bool:
        raise TypeError(f"expected a mask of dtype bool, True where a query may look, got {mask.dtype}")
    if not return_weights:
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return mixed if mask is None else mixed.nan_to_num()
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])  # (..., T, S)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.nan_to_num()  # a row of -inf has no softmax: it means "look nowhere"
    return weights @ value, weights


def causal_mask(n: int, *, device: torch.device | str | None = None) -> Tensor:
    """Return the mask that lets each position look at itself and at what came before.

    Args:
        n: number of positions, 0 or more.
        device: where the mask is made.

    Returns:
        (n, n) bool, True on and below the diagonal: row t is what query t may look at.

    Raises:
        ValueError: if n is negative.

    Source: Vaswani et al. 2017, section 3.2.3.

    >>> causal_mask(3).int()
    tensor([[1, 0, 0],
            [1, 1, 0],
            [1, 1, 1]], dtype=torch.int32)
    """
    if n < 0:
        raise ValueError(f"expected a number of positions of 0 or more, got {n}")
    return torch.ones(n, n, dtype=torch.bool, device=device).tril()


def attention_entropy(weights: Tensor) -> Tensor:
    r"""Return how widely each query looks, in nats: 0 for one key only, ln S for all S keys alike.

    .. math:: H_t = -\sum_s w_{ts} \ln w_{ts}

    Args:
        weights: (..., T, S), rows of non-negative numbers that sum to 1; 0 · ln 0 counts as 0.

    Returns:
        (..., T), in nats.

    Raises:
        ValueError: if a weight is negative.

    Source: Shannon 1948, section 6.

    >>> attention_entropy(torch.tensor([[1.0, 0.0], [0.5, 0.5]]))
    tensor([0.0000, 0.6931])
    """
    if (weights < 0).any():
        raise ValueError(f"expected attention weights of 0 or more, got a smallest weight of {weights.min().item():g}")
    entropies: Tensor = torch.special.entr(weights).sum(dim=-1)
    return entropies
