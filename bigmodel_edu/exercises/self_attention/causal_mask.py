"""Say which positions each position may look at."""

import math

import numpy as np
import torch

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.models.attention import causal_mask as reference_causal_mask


def some_positions(rng: np.random.Generator) -> Call:
    return arguments(int(rng.integers(2, 12)))


def itself(ask, rng: np.random.Generator) -> bool:
    return bool(np.asarray(ask(7)).diagonal().all())


def before(ask, rng: np.random.Generator) -> bool:
    return bool(np.asarray(ask(7))[np.tri(7, k=-1, dtype=bool)].all())


def later(ask, rng: np.random.Generator) -> bool:
    return not np.asarray(ask(7))[~np.tri(7, dtype=bool)].any()


EXERCISE = function(
    __file__,
    points=2,
    reference=lambda n: reference_causal_mask(n),
    core=some_positions,
    properties=(itself, before, later),
    bans=("bigmodel_edu.models",),
    draws=5,
    mistakes={
        "strictly-lower": lambda n: torch.ones(n, n, dtype=torch.bool).tril(-1),
        "upper": lambda n: torch.ones(n, n, dtype=torch.bool).triu(),
        "strictly-upper": lambda n: torch.ones(n, n, dtype=torch.bool).triu(1),
        "off-by-one": lambda n: torch.ones(n, n, dtype=torch.bool).tril(1),
        "numbers": lambda n: torch.ones(n, n).tril(),
        "to-be-added": lambda n: torch.zeros(n, n).masked_fill(torch.ones(n, n, dtype=torch.bool).triu(1), -math.inf),
        "everything": lambda n: torch.ones(n, n, dtype=torch.bool),
    },
)
