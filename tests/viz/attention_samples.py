"""Attention weights as softmaxes give them: irregular sizes, signs and sharpness; some masked."""

import numpy as np

HOSTILE = [
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "</bm-attn><script>window.hacked=1</script>",
    "'+window.hacked+'",
    "&lt;script&gt;",
    "{query}",
    "$\\frac{x$ $_^$",
    "\u202egnp.exe",
    "]]>--><!--",
    "",
]


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32)


def random_weights(shape, *, causal=False, sharpness=2.0, seed=0):
    scores = np.random.default_rng(seed).normal(size=shape) * sharpness
    if causal:
        scores[..., ~np.tri(*shape[-2:], dtype=bool)] = -np.inf
    return softmax(scores)
