"""Give each token's vector mean 0 and variance 1, then scale and shift it."""

import numpy as np
import torch
from torch import Tensor, nn

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, module
from bigmodel_edu.checking.drivers import build_load_and_call
from bigmodel_edu.checking.generators import normal, sizes, tensor


class Norm(nn.Module):
    """The right answer; wrong ones change the normalising."""

    def __init__(self, width: int, epsilon: float = 1e-5) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(width)), nn.Parameter(torch.zeros(width))
        self.epsilon = epsilon

    def normalised(self, x: Tensor) -> Tensor:
        return (x - x.mean(-1, keepdim=True)) / (x.var(-1, keepdim=True, unbiased=False) + self.epsilon).sqrt()

    def forward(self, x: Tensor) -> Tensor:
        return self.normalised(x) * self.weight + self.bias


def norm_with(normalise):
    """A norm that differs from the right one in its normalising only."""

    class Wrong(Norm):
        def normalised(self, x):
            return normalise(x, self.epsilon)

    return Wrong


def over(dims, unbiased=False):
    return norm_with(lambda x, e: (x - x.mean(dims, keepdim=True)) / (x.var(dims, keepdim=True, unbiased=unbiased) + e).sqrt())


class NoGain(Norm):
    def forward(self, x):
        return self.normalised(x)


class BiasInside(Norm):
    def forward(self, x):
        return (self.normalised(x) + self.bias) * self.weight


def norm_call(rng: np.random.Generator, scale: float = 1.7, level: float = 1.0) -> Call:
    batch, tokens, width = sizes(rng, 3, low=3)
    x = normal(rng, batch, tokens, width, scale=scale) + np.float32(level) * normal(rng, batch, tokens, 1)
    weights = {"weight": tensor(rng, width), "bias": tensor(rng, width)}
    return arguments({"width": width}, weights, AsTensor(x.astype(np.float32)))


def ordinary(rng: np.random.Generator) -> Call:
    return norm_call(rng)


def nearly_constant(rng: np.random.Generator) -> Call:
    """Variances near ε, so that its place shows."""
    return norm_call(rng, scale=2e-3, level=0.0)


def constant(rng: np.random.Generator) -> Call:
    return norm_call(rng, scale=0.0, level=0.5)


def alone(ask, rng: np.random.Generator) -> bool:
    weights = {"weight": tensor(rng, 5), "bias": tensor(rng, 5)}
    x = normal(rng, 2, 4, 5)
    other = x.copy()
    other[:, 1] += normal(rng, 2, 5)
    one, two = (np.asarray(ask({"width": 5}, weights, AsTensor(each))) for each in (x, other))
    return np.allclose(np.delete(one, 1, axis=1), np.delete(two, 1, axis=1), atol=1e-4)


EXERCISE = module(
    __file__,
    points=3,
    target="LayerNorm",
    reference=Norm,
    core={"ordinary vectors": ordinary},
    edges={"nearly constant vectors": nearly_constant, "constant vectors": constant},
    properties=(alone,),
    driver=build_load_and_call,
    bans=(".LayerNorm", ".layer_norm", ".native_layer_norm", "bigmodel_edu.models"),
    draws=3,
    relative=1e-3,
    absolute=1e-4,
    mistakes={
        "wrong-axis": (over((-2,)), over((0, 1)), over((0,)), over((-2, -1)), over((0, 1, 2))),
        "unbiased": over((-1,), unbiased=True),
        "epsilon-outside": norm_with(lambda x, e: (x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True, unbiased=False) + e)),
        "no-epsilon": norm_with(lambda x, e: (x - x.mean(-1, keepdim=True)) / x.std(-1, keepdim=True, unbiased=False)),
        "no-mean": norm_with(lambda x, e: x / (x.square().mean(-1, keepdim=True) + e).sqrt()),
        "not-divided": norm_with(lambda x, e: x - x.mean(-1, keepdim=True)),
        "variance": norm_with(lambda x, e: (x - x.mean(-1, keepdim=True)) / (x.var(-1, keepdim=True, unbiased=False) + e)),
        "no-gain": NoGain,
        "bias-first": BiasInside,
    },
)
