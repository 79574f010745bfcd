"""Say which places hold words."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def padding(lengths, size):
    return np.arange(size) < np.asarray(lengths)[:, None]


def lengths_call(rng: np.random.Generator) -> Call:
    size = int(rng.integers(5, 10))
    lengths = [int(each) for each in rng.integers(1, size, size=int(rng.integers(2, 5)))]
    return arguments([*lengths, size, 1], size)


def empty_texts(rng: np.random.Generator) -> Call:
    size = int(rng.integers(3, 8))
    return arguments([0, int(rng.integers(1, size))], size + int(rng.integers(0, 3)))


EXERCISE = function(
    __file__,
    points=2,
    reference=padding,
    core={"texts of several lengths": lengths_call},
    edges={"an empty text among them": empty_texts},
    bans=("bigmodel_edu.models",),
    mistakes={
        "inverted": lambda lengths, size: ~padding(lengths, size),
        "one-too-many": lambda lengths, size: np.arange(size) <= np.asarray(lengths)[:, None],
        "one-too-few": lambda lengths, size: np.arange(1, size + 1) < np.asarray(lengths)[:, None],
        "left": lambda lengths, size: padding(lengths, size)[:, ::-1],
        "numbers": lambda lengths, size: padding(lengths, size).astype(np.float32),
        "transposed": lambda lengths, size: padding(lengths, size).T,
    },
)
