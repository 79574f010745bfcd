"""Pages with viewers for the browser tests, made from softmaxes of irregular sizes."""

from functools import cache

import numpy as np

from bigmodel_edu.viz import attention_view, attribution_view, compare_attention, logit_lens_view, token_ribbon
from bigmodel_edu.viz.page import standalone

ENGLISH = ["The", "Ġcat", "Ġsat", "Ġon", "Ġthe", "Ġmat", "Ġbecause", "Ġit", "Ġwas", "Ġtired", "."]
CHINESE = ["注意力", "就是", "你", "所", "需要", "的", "一切", "。"]
HOSTILE = [
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "</bm-attn><script>window.hacked=1</script>",
    "{key}",
    "\u202eb",
]


def weights(*shape, causal=False, seed=0):
    scores = np.random.default_rng(seed).normal(size=shape) * 2
    if causal:
        scores[..., ~np.tri(*shape[-2:], dtype=bool)] = -np.inf
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32)


@cache
def causal_weights():
    return weights(3, 4, 11, 11, causal=True)


def causal(**options):
    return attention_view(causal_weights(), ENGLISH, title="A cat", **options)


def compared():
    return compare_attention(causal(), attention_view(weights(3, 4, 11, 11, causal=True, seed=1), ENGLISH), ("before", "after"))


def lens(tokens=("I", "␣think", "so"), vocabulary=("am", "think", "so", "Ġ你", "not")):
    logits = np.random.default_rng(2).normal(size=(4, len(tokens), len(vocabulary))) * 3
    return logit_lens_view(logits, tokens, vocabulary, targets=[1] * len(tokens))


@cache
def views():
    """Name → view: every kind that a browser draws."""
    ends = len(HOSTILE)
    english = ["Attention", " is", " all", " you", " need", "."]
    short, other = attention_view(weights(2, 2, 4, 4), list("abcd")), attention_view(weights(2, 2, 6, 6), list("uvwxyz"))
    return {
        "causal": causal(flow=[10]),
        "cross": attention_view(weights(2, 3, 8, 6), CHINESE, english, axes=("Chinese", "English")),
        "pairs": attention_view(weights(2, 2, 5, 5), list("abcde"), segments=["question"] * 2 + ["answer"] * 3, heads="mean"),
        "right to left": attention_view(weights(4, 4), ["السلام", "عليكم", "שלום", "!"]),
        "single": attention_view(weights(1, 1), ["alone"]),
        "long": attention_view(weights(2, 2, 150, 150, causal=True), [f"token{place}" for place in range(150)]),
        "pooled": attention_view(weights(2, 2, 70, 70), [f"t{place}" for place in range(70)], pool=8),
        "hostile": attention_view(weights(2, 2, ends, ends), HOSTILE, title=HOSTILE[0], axes=(HOSTILE[1], HOSTILE[2])),
        "compared": compared(),
        "lengths": compare_attention(short, other, ("a", "b")),
        "lens": lens(),
        "hostile lens": lens(HOSTILE, HOSTILE),
        "ribbon": token_ribbon({"cut": HOSTILE, "fine": ENGLISH}, form="text", title=HOSTILE[1]),
        "attribution": attribution_view(np.linspace(-1, 1, ends), HOSTILE, unit="nats"),
    }


DRAWN_BY_SCRIPT = (
    "causal", "cross", "pairs", "right to left", "single", "long", "pooled", "hostile", "compared", "lengths", "lens", "hostile lens",
)  # fmt: skip
ALL = (*DRAWN_BY_SCRIPT, "ribbon", "attribution")


def page(*names):
    return standalone("Viewers", "\n".join(views()[name].html for name in names))
