"""A pre-norm block: attention, then a feed-forward layer, each added to what came in."""

import math

import numpy as np
from torch import nn
from torch.nn import functional as F

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, module
from bigmodel_edu.checking.drivers import build_load_and_call
from bigmodel_edu.checking.generators import normal, tensor
from bigmodel_edu.models.multihead import MultiHeadAttention


class Block(nn.Module):
    """The right answer; wrong ones change the forward."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.attention_norm, self.feed_forward_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = MultiHeadAttention(width, heads)
        self.widen, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def mix(self, x, mask):
        return self.attention(x, mask=mask)

    def think(self, x):
        return self.narrow(F.gelu(self.widen(x)))

    def forward(self, x, mask=None):
        x = x + self.mix(self.attention_norm(x), mask)
        return x + self.think(self.feed_forward_norm(x))


class NoResidual(Block):
    def forward(self, x, mask=None):
        return self.think(self.feed_forward_norm(self.mix(self.attention_norm(x), mask)))


class NoFirstResidual(Block):
    def forward(self, x, mask=None):
        x = self.mix(self.attention_norm(x), mask)
        return x + self.think(self.feed_forward_norm(x))


class NoSecondResidual(Block):
    def forward(self, x, mask=None):
        x = x + self.mix(self.attention_norm(x), mask)
        return self.think(self.feed_forward_norm(x))


class PostNorm(Block):
    def forward(self, x, mask=None):
        x = self.attention_norm(x + self.mix(x, mask))
        return self.feed_forward_norm(x + self.think(x))


class NormOfResult(Block):
    def forward(self, x, mask=None):
        x = x + self.attention_norm(self.mix(x, mask))
        return x + self.feed_forward_norm(self.think(x))


class NormedStream(Block):
    def forward(self, x, mask=None):
        x = self.attention_norm(x)
        x = x + self.mix(x, mask)
        x = self.feed_forward_norm(x)
        return x + self.think(x)


class NoNorm(Block):
    def forward(self, x, mask=None):
        x = x + self.mix(x, mask)
        return x + self.think(x)


class OneNorm(Block):
    def forward(self, x, mask=None):
        x = x + self.mix(self.attention_norm(x), mask)
        return x + self.think(self.attention_norm(x))


class Parallel(Block):
    def forward(self, x, mask=None):
        return x + self.mix(self.attention_norm(x), mask) + self.think(self.feed_forward_norm(x))


class FeedForwardFirst(Block):
    def forward(self, x, mask=None):
        x = x + self.think(self.feed_forward_norm(x))
        return x + self.mix(self.attention_norm(x), mask)


class SkipToTheStart(Block):
    def forward(self, x, mask=None):
        middle = x + self.mix(self.attention_norm(x), mask)
        return x + self.think(self.feed_forward_norm(middle))


class BlockMaskIgnored(Block):
    def mix(self, x, mask):
        return self.attention(x)


class _Linear(Block):
    def think(self, x):
        return self.narrow(self.widen(x))


class Relu(Block):
    def think(self, x):
        return self.narrow(F.relu(self.widen(x)))


def block_weights(rng: np.random.Generator, width: int) -> dict[str, AsTensor]:
    weights = {}
    for name in ("attention_norm", "feed_forward_norm"):
        weights[f"{name}.weight"] = AsTensor((1.5 + 0.5 * rng.standard_normal(width)).astype(np.float32))
        weights[f"{name}.bias"] = tensor(rng, width, scale=0.5)
    shapes = {f"attention.{name}": (width, width) for name in ("query", "key", "value", "output")}
    shapes |= {"widen": (4 * width, width), "narrow": (width, 4 * width)}
    for name, (rows, columns) in shapes.items():
        weights[f"{name}.weight"] = tensor(rng, rows, columns, scale=1.2 / math.sqrt(columns))
        weights[f"{name}.bias"] = tensor(rng, rows, scale=0.4)
    return weights


def block_call(rng: np.random.Generator, masked: bool) -> Call:
    heads, size, tokens = int(rng.integers(2, 4)), int(rng.integers(2, 4)), int(rng.integers(5, 9))
    width = heads * size
    given = [tensor(rng, 2, tokens, width, scale=1.6)]
    if masked:
        given.append(AsTensor(np.tri(tokens, dtype=bool)))
    return arguments({"width": width, "heads": heads}, block_weights(rng, width), *given)


def block_plain(rng: np.random.Generator) -> Call:
    return block_call(rng, masked=False)


def block_masked(rng: np.random.Generator) -> Call:
    return block_call(rng, masked=True)


def causal(ask, rng: np.random.Generator) -> bool:
    width, weights = 6, None
    weights = block_weights(rng, width)
    x = normal(rng, 1, 6, width)
    other = x.copy()
    other[:, -1] += 1
    mask = AsTensor(np.tri(6, dtype=bool))
    one, two = (np.asarray(ask({"width": width, "heads": 2}, weights, AsTensor(each), mask)) for each in (x, other))
    return np.allclose(one[:, :-1], two[:, :-1], atol=1e-4)


EXERCISE = module(
    __file__,
    points=5,
    target="TransformerBlock",
    reference=Block,
    core={"without a mask": block_plain, "with a causal mask": block_masked},
    properties=(causal,),
    driver=build_load_and_call,
    bans=(
        ".TransformerEncoderLayer",
        ".TransformerDecoderLayer",
        ".TransformerEncoder",
        "bigmodel_edu.models.blocks",
        "bigmodel_edu.models.encoder",
        "bigmodel_edu.models.gpt",
        "bigmodel_edu.models.transformer",
    ),
    draws=3,
    relative=2e-3,
    absolute=3e-3,
    mistakes={
        "no-residual": NoResidual,
        "no-first-residual": NoFirstResidual,
        "no-second-residual": NoSecondResidual,
        "post-norm": PostNorm,
        "norm-of-result": NormOfResult,
        "normed-stream": NormedStream,
        "no-norm": NoNorm,
        "one-norm": OneNorm,
        "parallel": Parallel,
        "feed-forward-first": FeedForwardFirst,
        "skip-to-the-start": SkipToTheStart,
        "mask-ignored": BlockMaskIgnored,
        "linear": _Linear,
        "relu": Relu,
    },
)
