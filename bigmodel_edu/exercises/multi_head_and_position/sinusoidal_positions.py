"""Return one vector for each position."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import sizes
from bigmodel_edu.models.positions import sinusoidal_positions as waves


def some_positions(rng: np.random.Generator) -> Call:
    n, half = sizes(rng, 2)
    return arguments(n, 2 * half)


def many_positions(rng: np.random.Generator) -> Call:
    return arguments(int(rng.integers(60, 130)), 2 * int(rng.integers(2, 9)))


def table(n, d, base=10_000.0, start=0, exponents=None):
    exponents = np.arange(0, d, 2) / d if exponents is None else exponents
    return np.arange(start, start + n)[:, None] * base**-exponents


def interleave(sines, cosines):
    return np.stack([sines, cosines], axis=-1).reshape(len(sines), -1)


def wave_halves(n, d):
    angles = table(n, d)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=-1)


def wave_swapped(n, d):
    angles = table(n, d)
    return interleave(np.cos(angles), np.sin(angles))


def wave_all_sines(n, d):
    return np.sin(interleave(table(n, d), table(n, d)))


def wave_every_feature(n, d):
    angles = np.arange(n)[:, None] * 10_000.0 ** -(np.arange(d) / d)
    return interleave(np.sin(angles[:, ::2]), np.cos(angles[:, 1::2]))


def wave_doubled(n, d):
    angles = table(n, d, exponents=2 * np.arange(0, d, 2) / d)
    return interleave(np.sin(angles), np.cos(angles))


def wave_from_one(n, d):
    angles = table(n, d, start=1)
    return interleave(np.sin(angles), np.cos(angles))


def wave_growing(n, d):
    angles = table(n, d, exponents=-np.arange(0, d, 2) / d)
    return interleave(np.sin(angles), np.cos(angles))


def wave_transposed(n, d):
    angles = table(n, d)
    return interleave(np.sin(angles), np.cos(angles)).T


EXERCISE = function(
    __file__,
    points=3,
    reference=lambda n, d: waves(n, d),
    core={"a short table": some_positions, "a long table": many_positions},
    bans=("bigmodel_edu.models",),
    relative=1e-3,
    absolute=1e-4,
    mistakes={
        "halves": wave_halves,
        "swapped": wave_swapped,
        "all-sines": wave_all_sines,
        "every-feature": wave_every_feature,
        "exponent": wave_doubled,
        "from-one": wave_from_one,
        "growing": wave_growing,
        "transposed": wave_transposed,
    },
)
