"""Let each token look at the others, with several heads."""

import math

import numpy as np
from torch import Tensor, nn

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, module
from bigmodel_edu.checking.drivers import build_load_and_call
from bigmodel_edu.checking.generators import normal, tensor
from bigmodel_edu.exercises.multi_head_and_position.splits import interleaved, reshape_only
from bigmodel_edu.models.attention import attention
from bigmodel_edu.models.multihead import merge_heads
from bigmodel_edu.models.multihead import split_heads as cut_into_heads


class Attention(nn.Module):
    """The right answer; wrong ones change one method."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.output = nn.Linear(width, width)

    def split(self, x: Tensor) -> Tensor:
        return cut_into_heads(x, self.heads)

    def merge(self, x: Tensor) -> Tensor:
        return merge_heads(x)

    def mix(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
        mixed = attention(query, key, value, mask)
        assert isinstance(mixed, Tensor)
        return mixed

    def project(self, x: Tensor) -> Tensor:
        return self.output(x)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        query, key, value = (self.split(layer(x)) for layer in (self.query, self.key, self.value))
        return self.project(self.merge(self.mix(query, key, value, mask)))


class NoOutput(Attention):
    def project(self, x):
        return x


class ReshapedHeads(Attention):
    def split(self, x):
        return reshape_only(x, self.heads)

    def merge(self, x):
        return x.reshape(x.shape[0], x.shape[2], -1)


class SplitByReshape(Attention):
    def split(self, x):
        return reshape_only(x, self.heads)


class MergedByReshape(Attention):
    def merge(self, x):
        return x.reshape(x.shape[0], x.shape[2], -1)


class ScaledByWidth(Attention):
    def mix(self, query, key, value, mask):
        return super().mix(query / math.sqrt(self.heads), key, value, mask)


class NotScaled(Attention):
    def mix(self, query, key, value, mask):
        return super().mix(query * math.sqrt(query.shape[-1]), key, value, mask)


class OneHeadOnly(Attention):
    def split(self, x):
        return cut_into_heads(x, 1)


class MeanOfHeads(Attention):
    """Every head gets the mean of all heads' weights."""

    def mix(self, query, key, value, mask):
        _, weights = attention(query, key, value, mask, return_weights=True)
        return weights.mean(dim=1, keepdim=True) @ value


class Interleaved(Attention):
    def split(self, x):
        return interleaved(x, self.heads)

    def merge(self, x):
        return x.permute(0, 2, 3, 1).flatten(-2)


class NoMask(Attention):
    def mix(self, query, key, value, mask):
        return super().mix(query, key, value, None)


class MaskInverted(Attention):
    def mix(self, query, key, value, mask):
        scores = query @ key.mT / math.sqrt(query.shape[-1])
        return (scores if mask is None else scores.masked_fill(mask, -math.inf)).softmax(dim=-1) @ value


class SoftmaxOverQueries(Attention):
    def mix(self, query, key, value, mask):
        scores = query @ key.mT / math.sqrt(query.shape[-1])
        return (scores if mask is None else scores.masked_fill(~mask, -math.inf)).softmax(dim=-2) @ value


class SelfAdded(Attention):
    def forward(self, x, mask=None):
        return x + super().forward(x, mask)


def _weights(rng: np.random.Generator, width: int) -> dict[str, AsTensor]:
    weights = {}
    for name in ("query", "key", "value", "output"):
        weights[f"{name}.weight"] = tensor(rng, width, width, scale=1.3 / math.sqrt(width))
        weights[f"{name}.bias"] = tensor(rng, width, scale=0.5)
    return weights


def attention_call(rng: np.random.Generator, masked: bool) -> Call:
    heads, size, tokens, batch = int(rng.integers(2, 4)), int(rng.integers(3, 6)), int(rng.integers(6, 9)), 2
    width = heads * size
    inputs = [tensor(rng, batch, tokens, width)]
    if masked:
        mask = np.tril(rng.random((tokens, tokens)) < 0.6)
        np.fill_diagonal(mask, True)
        mask[2, :3] = [True, False, True]
        inputs.append(AsTensor(mask))
    return arguments({"width": width, "heads": heads}, _weights(rng, width), *inputs)


def attend_everywhere(rng: np.random.Generator) -> Call:
    return attention_call(rng, masked=False)


def attend_masked(rng: np.random.Generator) -> Call:
    return attention_call(rng, masked=True)


def without_order(ask, rng: np.random.Generator) -> bool:
    """Without positions, other tokens in another order give the same results in that order."""
    weights, x, order = _weights(rng, 6), normal(rng, 1, 5, 6), rng.permutation(5)
    sizes_given = {"width": 6, "heads": 2}
    straight, moved = (ask(sizes_given, weights, AsTensor(each)) for each in (x, x[:, order]))
    return np.allclose(straight[:, order], moved, atol=1e-4)


EXERCISE = module(
    __file__,
    points=5,
    target="MultiHeadAttention",
    reference=Attention,
    core={"without a mask": attend_everywhere, "with a mask": attend_masked},
    properties=(without_order,),
    driver=build_load_and_call,
    bans=(*("bigmodel_edu.models",), ".MultiheadAttention", ".multi_head_attention_forward"),
    draws=3,
    relative=1e-3,
    absolute=1e-4,
    mistakes={
        "no-output": NoOutput,
        "heads-mixed": (ReshapedHeads, SplitByReshape, MergedByReshape),
        "interleaved": Interleaved,
        "scale-by-width": ScaledByWidth,
        "no-scale": NotScaled,
        "one-head": OneHeadOnly,
        "mean-of-heads": MeanOfHeads,
        "mask-ignored": NoMask,
        "mask-inverted": MaskInverted,
        "softmax-over-queries": SoftmaxOverQueries,
        "residual": SelfAdded,
    },
)
