"""Return the mean of the real tokens' vectors."""

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes
from bigmodel_edu.models.bert import mean_pool


def _hidden(rng: np.random.Generator) -> np.ndarray:
    batch, tokens, width = sizes(rng, 3)
    return normal(rng, batch, tokens, width, scale=3.0)


def padded(rng: np.random.Generator) -> Call:
    hidden = _hidden(rng)
    lengths = rng.integers(1, hidden.shape[1], len(hidden))
    return arguments(AsTensor(hidden), AsTensor(np.arange(hidden.shape[1]) < lengths[:, None]))


def full(rng: np.random.Generator) -> Call:
    hidden = _hidden(rng)
    return arguments(AsTensor(hidden), AsTensor(np.ones(hidden.shape[:2], dtype=bool)))


def left_padded(rng: np.random.Generator) -> Call:
    hidden = _hidden(rng)
    lengths = rng.integers(1, hidden.shape[1], len(hidden))
    return arguments(AsTensor(hidden), AsTensor(np.arange(hidden.shape[1])[::-1] < lengths[:, None]))


def blind(ask, rng: np.random.Generator) -> bool:
    hidden = _hidden(rng)
    mask = np.arange(hidden.shape[1]) < rng.integers(1, hidden.shape[1], len(hidden))[:, None]
    other = np.where(mask[..., None], hidden, np.float32(77.0))
    return bool(np.allclose(ask(AsTensor(hidden), AsTensor(mask)), ask(AsTensor(other), AsTensor(mask)), atol=1e-4))


EXERCISE = function(
    __file__,
    points=2,
    reference=lambda hidden, mask: mean_pool(hidden, mask),
    core={"padding on the right": padded, "padding on the left": left_padded},
    edges={"no padding": full},
    properties=(blind,),
    bans=("bigmodel_edu.models", ".mean_pool"),
    mistakes={
        "padding": lambda hidden, mask: hidden.mean(dim=1),
        "divided-by-all": lambda hidden, mask: (hidden * mask.unsqueeze(-1)).mean(dim=1),
        "sum": lambda hidden, mask: (hidden * mask.unsqueeze(-1)).sum(dim=1),
        "first": lambda hidden, mask: hidden[:, 0],
        "largest": lambda hidden, mask: hidden.masked_fill(~mask.unsqueeze(-1), -torch.inf).amax(dim=1),
        "one-mean-for-all": (
            lambda hidden, mask: (hidden * mask.unsqueeze(-1)).sum(dim=1) / mask.sum() * len(mask),
            lambda hidden, mask: (hidden * mask.unsqueeze(-1)).sum(dim=1) / mask.sum(),
        ),
        "mask-without-an-axis": lambda hidden, mask: (hidden * mask).sum(dim=1) / mask.sum(dim=1),
        "one-list-of-tokens": (lambda hidden, mask: hidden[mask].mean(dim=1), lambda hidden, mask: hidden[mask].mean(dim=0)),
    },
)
