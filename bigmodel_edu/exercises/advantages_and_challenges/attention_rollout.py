"""Say how much of each input token reaches each position."""

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes


def rollout(weights):
    same = torch.eye(weights.shape[-1], dtype=weights.dtype)
    reached = same
    for layer in weights:
        reached = (0.5 * layer.mean(dim=0) + 0.5 * same) @ reached
    return reached


def attention(rng: np.random.Generator, causal: bool, layers: int) -> AsTensor:
    heads, length = sizes(rng, 2, low=2, high=7)
    scores = normal(rng, layers, heads, length, length, scale=2.0)
    if causal:
        scores[..., ~np.tril(np.ones((length, length), dtype=bool))] = -np.inf
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return AsTensor((powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32))


def causal_maps(rng: np.random.Generator) -> Call:
    return arguments(attention(rng, True, int(rng.integers(2, 5))))


def full_maps(rng: np.random.Generator) -> Call:
    return arguments(attention(rng, False, int(rng.integers(2, 5))))


def one_layer(rng: np.random.Generator) -> Call:
    return arguments(attention(rng, False, 1))


def rows(ask, rng: np.random.Generator) -> bool:
    return np.allclose(np.asarray(ask(attention(rng, False, 3))).sum(axis=-1), 1, atol=1e-4)


def step(layer, heads="mean", residual=0.5):
    mixed = {"mean": layer.mean(0), "sum": layer.sum(0), "max": layer.amax(0), "first": layer[0]}[heads]
    return (1 - residual) * mixed + residual * torch.eye(layer.shape[-1])


def product(weights, order=1, **options):
    reached = torch.eye(weights.shape[-1])
    for layer in weights:
        reached = step(layer, **options) @ reached if order == 1 else reached @ step(layer, **options)
    return reached


EXERCISE = function(
    __file__,
    points=3,
    reference=rollout,
    core={"causal maps": causal_maps, "maps that look everywhere": full_maps},
    edges={"one layer": one_layer},
    properties=(rows,),
    bans=("bigmodel_edu.viz", "bigmodel_edu.models"),
    draws=3,
    mistakes={
        "no-residual": lambda w: product(w, residual=0.0),
        "not-halved": (
            lambda w: 2.0 ** len(w) * product(w),
            lambda w: product(w, residual=0.0) + torch.eye(w.shape[-1]),
            lambda w: 0.5 * product(w, residual=0.0) + 0.5 * torch.eye(w.shape[-1]),
        ),
        "order": lambda w: product(w, order=-1),
        "transposed": lambda w: rollout(w).T,
        "mean-of-layers": (lambda w: torch.stack([step(layer) for layer in w]).mean(0), lambda w: w.mean(dim=(0, 1))),
        "last-layer": (lambda w: step(w[-1]), lambda w: w[-1].mean(0)),
        "heads-summed": (lambda w: product(w, heads="sum"), lambda w: product(w, heads="max"), lambda w: product(w, heads="first")),
        "over-layers": lambda w: product(w.transpose(0, 1)),
    },
)
