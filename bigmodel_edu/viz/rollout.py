"""How much of each input token reaches each position through all layers: rollout and flow."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from bigmodel_edu.viz.arrays import Array, attention_weights

CAPACITY = 1_000_000  # maximum_flow counts in whole numbers: weights to six decimals


def with_residual(weights: Any) -> Array:
    r"""The head mean of every layer, half of it the residual path, :math:`\tilde A = \tfrac12 \bar A + \tfrac12 I`.

    Args:
        weights: (L, H, T, T), or one array per layer.

    Returns:
        (L, T, T); rows sum to 1 where those of the weights do.

    Raises:
        ValueError: for cross-attention, through which nothing accumulates.
    """
    mean = attention_weights(weights).mean(axis=1, dtype=np.float64)
    if mean.shape[-2] != mean.shape[-1]:
        expected = "expected self-attention, as many queries as keys, got {queries} and {keys}"
        raise ValueError(expected.format(queries=mean.shape[-2], keys=mean.shape[-1]))
    with_residual: Array = 0.5 * mean + 0.5 * np.eye(mean.shape[-1])
    return with_residual


def attention_rollout(weights: Any) -> Array:
    r"""Multiply the layers' attention, :math:`R_l = \tilde A_l R_{l-1}`, with :math:`R_{-1} = I`.

    Args:
        weights: (L, H, T, T), or one array per layer.

    Returns:
        (L, T, T): row t of layer l says how much each input token contributes to position t after that layer.

    Source: Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers", section 3.

    >>> attention_rollout([[[[1.0, 0.0], [1.0, 0.0]]], [[[1.0, 0.0], [1.0, 0.0]]]])[-1].tolist()
    [[1.0, 0.0], [0.75, 0.25]]
    """
    steps = with_residual(weights)
    reached = [steps[0]]
    for step in steps[1:]:
        reached.append(step @ reached[-1])
    return np.stack(reached)


def attention_flow(weights: Any, queries: Sequence[int] | None = None) -> Array:
    """The most that can flow from each input token to a position of the last layer, when each pair carries at most its weight.

    Args:
        weights: (L, H, T, T), or one array per layer.
        queries: positions of the last layer to compute; all when None. Each costs T maximum-flow problems: at 12 layers about
            a second for 16 tokens, so choose few for long inputs.

    Returns:
        (T, T); rows that were not asked for are NaN.

    Source: Abnar and Zuidema 2020, section 3.

    >>> attention_flow([[[[1.0, 0.0], [1.0, 0.0]]], [[[1.0, 0.0], [1.0, 0.0]]]])[1].tolist()
    [1.0, 0.5]
    """
    steps = with_residual(weights)
    layers, size, _same = steps.shape
    source, target, capacity = _edges(steps)
    graph = coo_array((capacity, (source, target)), shape=((layers + 1) * size,) * 2).tocsr()
    flows = np.full((size, size), np.nan)
    for query in range(size) if queries is None else queries:
        for key in range(size):
            flows[query, key] = maximum_flow(graph, layers * size + int(query), key).flow_value / CAPACITY
    return flows


def _edges(steps: Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One edge for each pair with weight, from a position after a layer to one before it."""
    layer, query, key = np.nonzero(steps)
    size = steps.shape[-1]
    capacity = np.rint(steps[layer, query, key] * CAPACITY).astype(np.int32)
    return ((layer + 1) * size + query).astype(np.int32), (layer * size + key).astype(np.int32), capacity
