"""Let each word of the target look at the source, with one head."""

import math

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import sizes, tensor
from bigmodel_edu.models.attention import attention


def cross(target, source, w_query, w_key, w_value, source_mask=None):
    mask = None if source_mask is None else source_mask[:, None, :]
    return attention(target @ w_query, source @ w_key, source @ w_value, mask)


def cross_sizes(rng: np.random.Generator) -> tuple[list[AsTensor], int, int]:
    batch, queries, keys, width, size = sizes(rng, 5, high=10)
    texts = [tensor(rng, batch, queries, width), tensor(rng, batch, keys, width)]
    matrices = [tensor(rng, width, size, scale=0.9) for _ in range(2)]
    return [*texts, *matrices, tensor(rng, width, size + 1)], batch, keys


def cross_plain(rng: np.random.Generator) -> Call:
    return arguments(*cross_sizes(rng)[0])


def cross_padded(rng: np.random.Generator) -> Call:
    given, batch, keys = cross_sizes(rng)
    lengths = rng.integers(1, keys + 1, size=batch)
    lengths[0], lengths[-1] = max(1, keys - 1), 1  # at least one text has padding, one has a single word
    return arguments(*given, source_mask=AsTensor(np.arange(keys) < lengths[:, None]))


def cross_equal(rng: np.random.Generator) -> Call:
    """Both texts have the same length: only the numbers tell the roles."""
    batch, length, width, size = sizes(rng, 4)
    texts = [tensor(rng, batch, length, width), tensor(rng, batch, length, width)]
    return arguments(*texts, *(tensor(rng, width, size, scale=0.9) for _ in range(2)), tensor(rng, width, size))


def roles_swapped(target, source, w_query, w_key, w_value, source_mask=None):
    return attention(source @ w_query, target @ w_key, target @ w_value)


def self_attention(target, source, w_query, w_key, w_value, source_mask=None):
    return attention(target @ w_query, target @ w_key, target @ w_value)


def source_alone(target, source, w_query, w_key, w_value, source_mask=None):
    mask = None if source_mask is None else source_mask[:, None, :]
    return attention(source @ w_query, source @ w_key, source @ w_value, mask)


def cross_not_scaled(target, source, w_query, w_key, w_value, source_mask=None):
    return cross(target, source, w_query * math.sqrt(w_query.shape[1]), w_key, w_value, source_mask)


def cross_scaled_by_width(target, source, w_query, w_key, w_value, source_mask=None):
    return cross(target, source, w_query * math.sqrt(w_query.shape[1] / target.shape[-1]), w_key, w_value, source_mask)


def cross_mask_ignored(target, source, w_query, w_key, w_value, source_mask=None):
    return cross(target, source, w_query, w_key, w_value)


def cross_mask_after(target, source, w_query, w_key, w_value, source_mask=None):
    scores = (target @ w_query) @ (source @ w_key).mT / math.sqrt(w_query.shape[1])
    weights = scores.softmax(dim=-1)
    return (weights if source_mask is None else weights * source_mask[:, None, :]) @ (source @ w_value)


def cross_mask_zero(target, source, w_query, w_key, w_value, source_mask=None):
    kept = source if source_mask is None else source * source_mask[..., None]
    return cross(target, kept, w_query, w_key, w_value)


def cross_mask_inverted(target, source, w_query, w_key, w_value, source_mask=None):
    scores = (target @ w_query) @ (source @ w_key).mT / math.sqrt(w_query.shape[1])
    if source_mask is not None:
        scores = scores.masked_fill(source_mask[:, None, :], -math.inf)
    return scores.softmax(dim=-1) @ (source @ w_value)


def cross_causal(target, source, w_query, w_key, w_value, source_mask=None):
    past = torch.ones(target.shape[1], source.shape[1], dtype=torch.bool).tril()
    mask = past if source_mask is None else past & source_mask[:, None, :]
    return attention(target @ w_query, source @ w_key, source @ w_value, mask)


def cross_over_queries(target, source, w_query, w_key, w_value, source_mask=None):
    scores = (target @ w_query) @ (source @ w_key).mT / math.sqrt(w_query.shape[1])
    if source_mask is not None:
        scores = scores.masked_fill(~source_mask[:, None, :], -1e9)
    return scores.softmax(dim=-2) @ (source @ w_value)


def unprojected_values(target, source, w_query, w_key, w_value, source_mask=None):
    mask = None if source_mask is None else source_mask[:, None, :]
    return attention(target @ w_query, source @ w_key, source, mask)


EXERCISE = function(
    __file__,
    points=4,
    reference=cross,
    core={"texts of unequal lengths": cross_plain, "padded sources": cross_padded},
    edges={"texts of one length": cross_equal},
    bans=(".scaled_dot_product_attention", ".MultiheadAttention", "bigmodel_edu.models"),
    draws=3,
    relative=1e-3,
    absolute=1e-4,
    mistakes={
        "roles-swapped": roles_swapped,
        "self-attention": self_attention,
        "source-alone": source_alone,
        "no-scale": cross_not_scaled,
        "scale-by-width": cross_scaled_by_width,
        "mask-ignored": cross_mask_ignored,
        "mask-after": cross_mask_after,
        "mask-zero": cross_mask_zero,
        "mask-inverted": cross_mask_inverted,
        "causal": cross_causal,
        "softmax-over-queries": cross_over_queries,
        "no-value-matrix": unprojected_values,
    },
)
