"""Say which units are 0 for every example."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal


def _dead_units(activations):
    return (activations <= 0).all(axis=0)


def some_dead(rng: np.random.Generator) -> Call:
    """After ReLU; some units answer to no example, some to few, one very weakly."""
    examples, units = int(rng.integers(9, 14)), int(rng.integers(5, 9))
    activations = np.maximum(normal(rng, examples, units), 0)
    order = rng.permutation(units)
    activations[:, order[:2]] = 0
    activations[:, order[2]] = 0
    activations[rng.integers(1, examples), order[2]] = 1e-4  # alive, if only just
    activations[0, order[3]] = 0
    activations[1, order[3]] = 1.5
    return arguments(activations)


def none_dead(rng: np.random.Generator) -> Call:
    examples, units = int(rng.integers(3, 6)), int(rng.integers(6, 10))
    activations = np.maximum(normal(rng, examples, units), 0)
    activations[rng.integers(0, examples, units), np.arange(units)] = np.abs(normal(rng, units)) + np.float32(0.1)
    return arguments(activations)


def one_example(rng: np.random.Generator) -> Call:
    activations = np.maximum(normal(rng, 1, 7), 0)
    activations[0, :2] = (0, 0.7)
    return arguments(activations)


EXERCISE = function(
    __file__,
    points=2,
    reference=_dead_units,
    core={"some dead": some_dead},
    edges={"none dead": none_dead, "one example": one_example},
    draws=3,
    mistakes={
        "any-zero": lambda activations: (activations == 0).any(axis=0),
        "wrong-axis": lambda activations: (activations == 0).all(axis=1),
        "alive": lambda activations: (activations > 0).any(axis=0),
        "share": lambda activations: (activations == 0).mean(axis=0),
        "count": lambda activations: int((activations == 0).all(axis=0).sum()),
        "places": lambda activations: np.flatnonzero((activations == 0).all(axis=0)),
        "threshold": lambda activations: activations.max(axis=0) < 1e-2,
        "first-example": lambda activations: activations[0] == 0,
    },
)
