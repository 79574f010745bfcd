"""Number of weights of a BERT with pooler and without a head."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def bert(vocabulary, positions, segments, layers, width):
    embeddings = (vocabulary + positions + segments) * width + 2 * width
    block = 12 * width**2 + 13 * width
    return embeddings + layers * block + width**2 + width


def bert_call(rng: np.random.Generator) -> Call:
    return arguments(
        int(rng.integers(5_000, 40_000)),
        int(rng.choice([128, 384, 512])),
        int(rng.choice([2, 3])),
        int(rng.integers(3, 25)),
        int(rng.choice([256, 312, 768, 1024])),
    )


EXERCISE = function(
    __file__,
    points=3,
    reference=bert,
    core=bert_call,
    bans=("bigmodel_edu.economics", "bigmodel_edu.models", ".numel"),
    draws=6,
    relative=1e-9,
    absolute=0.4,
    mistakes={
        "no-biases": lambda v, p, s, n, c: (v + p + s) * c + 2 * c + n * (12 * c * c + 4 * c) + c * c,
        "no-pooler": lambda v, p, s, n, c: bert(v, p, s, n, c) - c * c - c,
        "no-norms": lambda v, p, s, n, c: bert(v, p, s, n, c) - 2 * c - n * 4 * c,
        "no-embedding-norm": lambda v, p, s, n, c: bert(v, p, s, n, c) - 2 * c,
        "no-segments": lambda v, p, s, n, c: bert(v, p, s, n, c) - s * c,
        "no-positions": lambda v, p, s, n, c: bert(v, p, s, n, c) - p * c,
        "blocks-only": lambda v, p, s, n, c: 12 * n * c * c,
        "output-layer-as-well": lambda v, p, s, n, c: bert(v, p, s, n, c) + v * c,
    },
)
