"""The mean loss over all examples of an epoch."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def epoch_mean(batch_losses, batch_sizes):
    return float(np.sum(np.asarray(batch_losses) * np.asarray(batch_sizes)) / np.sum(batch_sizes))


def epoch_call(rng: np.random.Generator) -> Call:
    batches = int(rng.integers(3, 8))
    size = int(rng.integers(8, 40))
    sizes = [size] * (batches - 1) + [int(rng.integers(1, size // 2))]
    losses = rng.uniform(0.2, 1.5, batches)
    losses[-1] *= 4
    return arguments([float(loss) for loss in losses], sizes)


def unequal_call(rng: np.random.Generator) -> Call:
    batches = int(rng.integers(2, 7))
    return arguments(
        [float(loss) for loss in rng.uniform(0.1, 3, batches)], [int(size) for size in rng.permutation(np.arange(1, 60))[:batches]]
    )


EXERCISE = function(
    __file__,
    points=2,
    reference=epoch_mean,
    core={"a short last batch": epoch_call, "batches of any size": unequal_call},
    mistakes={
        "mean-of-means": lambda losses, sizes: float(np.mean(losses)),
        "last-batch": lambda losses, sizes: float(losses[-1]),
        "sum": lambda losses, sizes: float(np.dot(losses, sizes)),
        "sum-of-means": lambda losses, sizes: float(np.sum(losses)),
        "divided-twice": lambda losses, sizes: float(np.sum(losses) / np.sum(sizes)),
        "drops-the-last": lambda losses, sizes: epoch_mean(losses[:-1], sizes[:-1]),
    },
)
