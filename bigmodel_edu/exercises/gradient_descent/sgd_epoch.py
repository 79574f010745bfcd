"""Walk once through the examples, one step for each batch."""

import numpy as np

from bigmodel_edu.calling import RandomGenerator
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal


def epoch(weights, x, y, learning_rate, batch_size, order, *, mean=True, factor=2.0, drop_last=False, divisor=None, shuffled_y=None):
    """One walk over the rows in an order, with the ways in which it goes wrong as switches."""
    targets = y if shuffled_y is None else shuffled_y
    for start in range(0, len(order), batch_size):
        chosen = order[start : start + batch_size]
        if drop_last and len(chosen) < batch_size:
            break
        error = x[chosen] @ weights - targets[start : start + batch_size] if shuffled_y is not None else x[chosen] @ weights - y[chosen]
        gradient = factor * x[chosen].T @ error
        if mean:
            gradient = gradient / (divisor or len(chosen))
        weights = weights - learning_rate * gradient
    return weights


def _sgd_epoch(weights, x, y, learning_rate, batch_size, rng):
    return epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)))


def no_shuffling(weights, x, y, learning_rate, batch_size, rng):
    return epoch(weights, x, y, learning_rate, batch_size, np.arange(len(x)))


def sum_not_mean(weights, x, y, learning_rate, batch_size, rng):
    return epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)), mean=False)


def two_forgotten(weights, x, y, learning_rate, batch_size, rng):
    return epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)), factor=1.0)


def last_batch_dropped(weights, x, y, learning_rate, batch_size, rng):
    return epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)), drop_last=True)


def divided_by_batch_size(weights, x, y, learning_rate, batch_size, rng):
    return epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)), divisor=batch_size)


def divided_by_all(weights, x, y, learning_rate, batch_size, rng):
    return epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)), divisor=len(x))


def only_x_shuffled(weights, x, y, learning_rate, batch_size, rng):
    return epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x)), shuffled_y=y)


def one_step_for_all(weights, x, y, learning_rate, batch_size, rng):
    return epoch(weights, x, y, learning_rate, len(x), np.arange(len(x)))


def gradient_at_the_start(weights, x, y, learning_rate, batch_size, rng):
    order, change = rng.permutation(len(x)), np.zeros_like(weights)
    for start in range(0, len(order), batch_size):
        chosen = order[start : start + batch_size]
        change = change - learning_rate * 2 * x[chosen].T @ (x[chosen] @ weights - y[chosen]) / len(chosen)
    return weights + change


def one_batch_only(weights, x, y, learning_rate, batch_size, rng):
    return epoch(weights, x, y, learning_rate, batch_size, rng.permutation(len(x))[:batch_size])


def epoch_of(rng: np.random.Generator, rows: int, batch_size: int) -> Call:
    columns = int(rng.integers(2, 5))
    x, y = normal(rng, rows, columns), normal(rng, rows, scale=2.0)
    seed = RandomGenerator(int(rng.integers(1 << 30)))
    return arguments(normal(rng, columns), x, y, round(float(rng.uniform(0.03, 0.12)), 3), batch_size, seed)


def full_batches(rng: np.random.Generator) -> Call:
    batch_size = int(rng.integers(2, 5))
    return epoch_of(rng, batch_size * int(rng.integers(3, 6)), batch_size)


def a_smaller_last_batch(rng: np.random.Generator) -> Call:
    batch_size = int(rng.integers(3, 6))
    return epoch_of(rng, batch_size * int(rng.integers(2, 4)) + int(rng.integers(1, batch_size)), batch_size)


def single_examples(rng: np.random.Generator) -> Call:
    return epoch_of(rng, int(rng.integers(5, 9)), 1)


EXERCISE = function(
    __file__,
    points=4,
    reference=_sgd_epoch,
    core={"batches of equal size": full_batches, "a smaller last batch": a_smaller_last_batch},
    edges={"batches of one": single_examples},
    bans=("torch.optim", "bigmodel_edu.training", "sklearn"),
    relative=1e-3,
    absolute=1e-4,
    mistakes={
        "no-shuffling": no_shuffling,
        "sum-not-mean": sum_not_mean,
        "two-forgotten": two_forgotten,
        "last-batch-dropped": last_batch_dropped,
        "divided-by-batch-size": divided_by_batch_size,
        "divided-by-all": divided_by_all,
        "only-x-shuffled": only_x_shuffled,
        "one-step-for-all": one_step_for_all,
        "gradient-at-the-start": gradient_at_the_start,
        "one-batch-only": one_batch_only,
    },
)
