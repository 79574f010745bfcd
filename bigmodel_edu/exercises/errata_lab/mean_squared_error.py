"""Mean squared error of N predictions."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal


def squared(predictions, labels):
    p, y = np.asarray(predictions, dtype=np.float64).reshape(-1), np.asarray(labels, dtype=np.float64).reshape(-1)
    if len(p) != len(y):
        raise ValueError(f"expected as many predictions as labels, got {len(p)} and {len(y)}")
    return float(((p - y) ** 2).mean())


def rows(rng: np.random.Generator, first: bool, second: bool) -> Call:
    count = int(rng.integers(3, 10))
    p, y = normal(rng, count, scale=3.0), normal(rng, count, scale=3.0)
    return arguments(p[:, None] if first else p, y[:, None] if second else y)


def refuses(ask, rng: np.random.Generator) -> bool:
    """Whether unequal numbers of predictions and labels are refused, the cases of one number against many included."""
    for p, y in (((1, 1), (6,)), ((5, 1), (1,)), ((1,), (4,)), ((3, 1), (5,)), ((4,), (6, 1))):
        try:
            ask(normal(rng, *p), normal(rng, *y))
        except Exception:  # whatever the answer raises is a refusal
            continue
        return False
    return True


EXERCISE = function(
    __file__,
    points=3,
    reference=squared,
    core={"column and row": lambda rng: rows(rng, True, False), "row and column": lambda rng: rows(rng, False, True)},
    edges={"row and row": lambda rng: rows(rng, False, False), "column and column": lambda rng: rows(rng, True, True)},
    properties=(refuses,),
    bans=("torch.nn.functional.mse_loss", ".MSELoss", "sklearn.metrics"),
    mistakes={
        "every-pair": lambda p, y: float(((p - y) ** 2).mean()),
        "sum": lambda p, y: squared(p, y) * np.size(p),
        "root": lambda p, y: math.sqrt(squared(p, y)),
        "half": lambda p, y: squared(p, y) / 2,
        "absolute": lambda p, y: float(np.abs(np.reshape(p, -1) - np.reshape(y, -1)).mean()),
    },
)
