"""Turn each token's features by angles that grow with its position."""

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes, tensor
from bigmodel_edu.models.positions import rotary as turn


def to_turn(rng: np.random.Generator) -> Call:
    batch, heads, tokens, half = sizes(rng, 4)
    return arguments(tensor(rng, batch, heads, tokens, 2 * half))


def one_token(rng: np.random.Generator) -> Call:
    batch, heads, half = sizes(rng, 3)
    return arguments(tensor(rng, batch, heads, 1, 2 * half))


def _turned(x, positions=None, base=10_000.0, sign=1.0, exponent=1.0):
    size = x.shape[-1]
    positions = torch.arange(x.shape[-2], dtype=torch.float32) if positions is None else positions
    angles = positions[:, None] * base ** (-exponent * torch.arange(0, size, 2) / size)
    first, second = x.chunk(2, dim=-1)
    cosines, sines = angles.cos(), sign * angles.sin()
    return torch.cat([first * cosines - second * sines, second * cosines + first * sines], dim=-1)


def positions_ignored(x):
    return _turned(x, torch.ones(x.shape[-2]))


def unturned(x):
    return x.clone()


def neighbours_paired(x):
    size = x.shape[-1]
    angles = torch.arange(x.shape[-2])[:, None] * 10_000.0 ** (-torch.arange(0, size, 2) / size)
    first, second = x[..., ::2], x[..., 1::2]
    turned = torch.stack([first * angles.cos() - second * angles.sin(), second * angles.cos() + first * angles.sin()], dim=-1)
    return turned.flatten(-2)


def halves_swapped(x):
    size = x.shape[-1]
    angles = torch.arange(x.shape[-2])[:, None] * 10_000.0 ** (-torch.arange(0, size, 2) / size)
    first, second = x.chunk(2, dim=-1)
    return torch.cat([second * angles.cos() + first * angles.sin(), first * angles.cos() - second * angles.sin()], dim=-1)


def halves_without_minus(x):
    size = x.shape[-1]
    angles = (torch.arange(x.shape[-2])[:, None] * 10_000.0 ** (-torch.arange(0, size, 2) / size)).repeat(1, 2)
    first, second = x.chunk(2, dim=-1)
    return x * angles.cos() + torch.cat([second, first], dim=-1) * angles.sin()


def one_speed(x):
    return _turned(x, exponent=0.0)


def from_one(x):
    return _turned(x, torch.arange(1, x.shape[-2] + 1, dtype=torch.float32))


def twice_the_exponent(x):
    return _turned(x, exponent=2.0)


def half_the_exponent(x):
    return _turned(x, exponent=0.5)


def other_direction(x):
    return _turned(x, sign=-1.0)


def along_heads(x):
    return _turned(x.transpose(1, 2)).transpose(1, 2)


def length(ask, rng: np.random.Generator) -> bool:
    x = normal(rng, 1, 2, 7, 6)
    return np.allclose(np.linalg.norm(ask(AsTensor(x)), axis=-1), np.linalg.norm(x, axis=-1), rtol=1e-3)


def distance(ask, rng: np.random.Generator) -> bool:
    query, key = normal(rng, 6), normal(rng, 6)
    q, k = (np.asarray(ask(AsTensor(np.tile(each, (1, 1, 12, 1)))), dtype=np.float64)[0, 0] for each in (query, key))
    return abs(q[9] @ k[5] - q[4] @ k[0]) < 1e-3 * (1 + abs(q[4] @ k[0]))


EXERCISE = function(
    __file__,
    points=4,
    reference=lambda x: turn(x),
    core={"several tokens": to_turn},
    edges={"one token": one_token},
    properties=(length, distance),
    bans=("bigmodel_edu.models",),
    relative=1e-3,
    absolute=1e-4,
    mistakes={
        "not-turned": unturned,
        "positions-ignored": positions_ignored,
        "neighbours": neighbours_paired,
        "halves-swapped": halves_swapped,
        "no-minus": halves_without_minus,
        "one-speed": one_speed,
        "from-one": from_one,
        "exponent": (twice_the_exponent, half_the_exponent),
        "other-direction": other_direction,
        "along-heads": along_heads,
    },
)
