"""Mix the values by how well each query matches each key."""

import math

import numpy as np

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes, tensor
from bigmodel_edu.models.attention import attention


def query_key_value(rng: np.random.Generator, scale: float = 1.5) -> list[AsTensor]:
    batch, heads = sizes(rng, 2, 1, 4)  # small, since an answer in loops takes its time for each; different, so that none is mistaken
    queries, keys = sizes(rng, 2, 4, 7)
    size, value_size = sizes(rng, 2, 7, 11)
    return [
        tensor(rng, batch, heads, queries, size, scale=scale),
        tensor(rng, batch, heads, keys, size, scale=scale),
        tensor(rng, batch, heads, keys, value_size),
    ]


def without_mask(rng: np.random.Generator) -> Call:
    return arguments(*query_key_value(rng))


def with_mask(rng: np.random.Generator) -> Call:
    query, key, value = query_key_value(rng)
    queries, keys = query.array.shape[-2], key.array.shape[-2]
    mask = rng.random((queries, keys)) < 0.5
    every, somewhere = np.arange(queries), rng.integers(0, keys, queries)
    mask[every, somewhere] = True  # every query may look somewhere,
    mask[every, (somewhere + rng.integers(1, keys, queries)) % keys] = False  # and nowhere everywhere
    return arguments(query, key, value, mask=AsTensor(mask))


def large_scores(rng: np.random.Generator) -> Call:
    return arguments(*query_key_value(rng, scale=14.0))


def mixture(ask, rng: np.random.Generator) -> bool:
    value = normal(rng, 1, 2, 6, 3)
    mixed = ask(tensor(rng, 1, 2, 4, 5), tensor(rng, 1, 2, 6, 5), AsTensor(value))
    low, high = value.min(axis=-2, keepdims=True) - 1e-5, value.max(axis=-2, keepdims=True) + 1e-5
    return mixed.shape == (1, 2, 4, 3) and bool(((mixed >= low) & (mixed <= high)).all())


def order_of_keys(ask, rng: np.random.Generator) -> bool:
    query, key, value = normal(rng, 2, 1, 3, 4), normal(rng, 2, 1, 7, 4), normal(rng, 2, 1, 7, 5)
    order = rng.permutation(7)
    plain = ask(AsTensor(query), AsTensor(key), AsTensor(value))
    shuffled = ask(AsTensor(query), AsTensor(key[:, :, order]), AsTensor(value[:, :, order]))
    return np.allclose(plain, shuffled, atol=1e-5)


def _weights(query, key, mask=None, scale=None):
    scores = query @ key.transpose(-2, -1) / (scale or math.sqrt(query.shape[-1]))
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    return scores.softmax(dim=-1)


def no_scale(query, key, value, mask=None):
    return _weights(query, key, mask, scale=1.0) @ value


def scale_by_width(query, key, value, mask=None):
    return _weights(query, key, mask, scale=math.sqrt(query.shape[-3] * query.shape[-1])) @ value


def scale_without_root(query, key, value, mask=None):
    return _weights(query, key, mask, scale=query.shape[-1]) @ value


def scale_by_keys(query, key, value, mask=None):
    return _weights(query, key, mask, scale=math.sqrt(key.shape[-2])) @ value


def scale_by_queries(query, key, value, mask=None):
    return _weights(query, key, mask, scale=math.sqrt(query.shape[-2])) @ value


def scale_by_heads(query, key, value, mask=None):
    return _weights(query, key, mask, scale=math.sqrt(query.shape[-3])) @ value


def scale_by_values(query, key, value, mask=None):
    return _weights(query, key, mask, scale=math.sqrt(value.shape[-1])) @ value


def softmax_over_queries(query, key, value, mask=None, fill=-math.inf):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, fill)
    return scores.softmax(dim=-2) @ value


def softmax_over_queries_finite(query, key, value, mask=None):
    return softmax_over_queries(query, key, value, mask, fill=-1e9)


def softmax_over_heads(query, key, value, mask=None):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    return scores.softmax(dim=1) @ value


def mask_after_softmax(query, key, value, mask=None):
    weights = _weights(query, key)
    return (weights if mask is None else weights.masked_fill(~mask, 0.0)) @ value


def mask_added(query, key, value, mask=None):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    return (scores if mask is None else scores + mask).softmax(dim=-1) @ value


def mask_inverted(query, key, value, mask=None):
    return _weights(query, key, None if mask is None else ~mask) @ value


def mask_to_zero_scores(query, key, value, mask=None):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    return (scores if mask is None else scores.masked_fill(~mask, 0.0)).softmax(dim=-1) @ value


def mask_ignored(query, key, value, mask=None):
    return _weights(query, key) @ value


def weights_on_keys(query, key, value, mask=None):
    return _weights(query, key, mask) @ key


def overflow(query, key, value, mask=None):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    exponentials = scores.exp() if mask is None else scores.exp() * mask
    return exponentials / exponentials.sum(dim=-1, keepdim=True) @ value


def returns_weights(query, key, value, mask=None):
    return _weights(query, key, mask)


EXERCISE = function(
    __file__,
    points=4,
    reference=attention,
    core={"without a mask": without_mask, "with a mask": with_mask},
    edges={"with large scores": large_scores},
    properties=(mixture, order_of_keys),
    bans=(".scaled_dot_product_attention", ".MultiheadAttention", ".multi_head_attention_forward", "bigmodel_edu.models"),
    relative=1e-3,
    absolute=1e-4,
    mistakes={
        "no-scale": no_scale,
        "scale-by-width": scale_by_width,
        "scale-without-root": scale_without_root,
        "scale-by-keys": scale_by_keys,
        "scale-by-queries": scale_by_queries,
        "scale-by-heads": scale_by_heads,
        "scale-by-values": scale_by_values,
        "softmax-over-queries": (softmax_over_queries, softmax_over_queries_finite),
        "softmax-over-heads": softmax_over_heads,
        "mask-after-softmax": mask_after_softmax,
        "mask-added": mask_added,
        "mask-inverted": mask_inverted,
        "mask-to-zero": mask_to_zero_scores,
        "mask-ignored": mask_ignored,
        "weights-on-keys": weights_on_keys,
        "overflow": overflow,
        "returns-weights": returns_weights,
    },
)
