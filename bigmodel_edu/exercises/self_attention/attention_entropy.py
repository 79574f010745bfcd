"""Return how widely each query looks, in nats."""

import math

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes
from bigmodel_edu.models.attention import attention_entropy


def some_weights(rng: np.random.Generator) -> Call:
    scores = normal(rng, *sizes(rng, 3), scale=2.0)
    return arguments(AsTensor(rows(scores)))


def causal_weights(rng: np.random.Generator) -> Call:
    batch, length = sizes(rng, 2)
    scores = normal(rng, batch, length, length)
    scores[:, ~np.tril(np.ones((length, length), dtype=bool))] = -np.inf
    return arguments(AsTensor(rows(scores)))


def rows(scores: np.ndarray) -> np.ndarray:
    exponentials = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def uniform(ask, rng: np.random.Generator) -> bool:
    size = int(rng.integers(3, 30))
    return np.allclose(ask(AsTensor(np.full((1, 2, size), 1 / size, dtype=np.float32))), np.log(size), atol=1e-4)


EXERCISE = function(
    __file__,
    points=2,
    reference=lambda weights: attention_entropy(weights),
    core={"every weight positive": some_weights},
    edges={"some weights zero": causal_weights},
    properties=(uniform,),
    bans=("bigmodel_edu.models",),
    mistakes={
        "nan-at-zero": lambda weights: -(weights * weights.log()).sum(dim=-1),
        "bits": lambda weights: torch.special.entr(weights).sum(dim=-1) / math.log(2),
        "sign": lambda weights: -torch.special.entr(weights).sum(dim=-1),
        "mean": lambda weights: torch.special.entr(weights).mean(dim=-1),
        "share-of-the-most": lambda weights: torch.special.entr(weights).sum(dim=-1) / math.log(weights.shape[-1]),
        "over-queries": lambda weights: torch.special.entr(weights).sum(dim=-2),
        "total": lambda weights: torch.special.entr(weights).sum(),
    },
)
