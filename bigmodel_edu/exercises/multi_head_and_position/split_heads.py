"""Cut the width into heads, and bring the heads before the tokens."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import sizes, tensor
from bigmodel_edu.exercises.multi_head_and_position.splits import interleaved, reshape_only
from bigmodel_edu.models.multihead import split_heads as cut_into_heads


def to_split(rng: np.random.Generator) -> Call:
    batch, tokens, heads, size = sizes(rng, 4)
    return arguments(tensor(rng, batch, tokens, heads * size), heads)


def batch_of_one(rng: np.random.Generator) -> Call:
    return arguments(tensor(rng, 1, 5, 6), 3)


def one_head(rng: np.random.Generator) -> Call:
    batch, tokens, width = sizes(rng, 3)
    return arguments(tensor(rng, batch, tokens, width), 1)


def square_to_split(rng: np.random.Generator) -> Call:
    """As many tokens as heads: a wrong order of axes has the right shape."""
    batch, heads, size = sizes(rng, 3)
    return arguments(tensor(rng, batch, heads, heads * size), heads)


def not_swapped(x, n_heads):
    batch, tokens, width = x.shape
    return x.reshape(batch, tokens, n_heads, width // n_heads)


def heads_first(x, n_heads):
    return cut_into_heads(x, n_heads).transpose(0, 1)


def heads_reversed(x, n_heads):
    return cut_into_heads(x, n_heads).flip(1)


EXERCISE = function(
    __file__,
    points=2,
    reference=lambda x, n_heads: cut_into_heads(x, n_heads),
    core={"several heads": (to_split, batch_of_one), "as many tokens as heads": square_to_split},
    edges={"one head": one_head},
    bans=("bigmodel_edu.models",),
    mistakes={
        "no-transpose": reshape_only,
        "not-swapped": not_swapped,
        "interleaved": interleaved,
        "heads-first": heads_first,
        "reversed": heads_reversed,
    },
)
