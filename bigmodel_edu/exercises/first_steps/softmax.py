"""Turn scores into probabilities."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes


def _softmax(x, axis):
    exponentials = np.exp(x - x.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


def along(rng: np.random.Generator, place: str, scale: float = 2.0) -> Call:
    """An array and an axis at one place, counted now from the front, now from the back."""
    shape = sizes(rng, 3 if place == "middle" else int(rng.integers(2, 4)))
    axis = {"first": 0, "middle": 1, "last": len(shape) - 1}[place]
    return arguments(normal(rng, *shape, scale=scale), axis - len(shape) * int(rng.integers(0, 2)))


def one_row(rng: np.random.Generator) -> Call:
    return arguments(normal(rng, *sizes(rng, 1), scale=2.0), int(rng.choice([0, -1])))


def first(rng: np.random.Generator) -> Call:
    return along(rng, "first")


def middle(rng: np.random.Generator) -> Call:
    return along(rng, "middle")


def last(rng: np.random.Generator) -> Call:
    return along(rng, "last")


def extreme(rng: np.random.Generator) -> Call:
    """Neighbouring rows far above and far below 0: no single shift serves the whole array."""
    scores, axis = along(rng, str(rng.choice(["first", "middle", "last"])), scale=40.0).args
    rows = np.delete(scores.shape, axis)
    levels = rng.permutation(np.resize([-900.0, 800.0], rows.prod())).reshape(rows)
    return arguments(scores + np.expand_dims(levels, axis).astype(np.float32), axis)


def sums(ask, rng: np.random.Generator) -> bool:
    x = normal(rng, 3, 5, 2)
    return all(np.allclose(ask(x, axis).sum(axis=axis), 1, atol=1e-5) for axis in range(3))


def shift(ask, rng: np.random.Generator) -> bool:
    x = normal(rng, 4, 3)
    return np.allclose(ask(x, 1), ask(x + np.float32(7), 1), atol=1e-5)


def last_axis_always(x, axis):
    return _softmax(x, -1)


def first_axis_always(x, axis):
    return _softmax(x, 0)


def over_everything(x, axis):
    return _softmax(x.ravel(), 0).reshape(x.shape)


def no_shift(x, axis):
    with np.errstate(all="ignore"):
        exponentials = np.exp(x)
        return exponentials / exponentials.sum(axis=axis, keepdims=True)


def one_shift_for_all(x, axis):
    with np.errstate(all="ignore"):
        exponentials = np.exp(x - x.max())
        return exponentials / exponentials.sum(axis=axis, keepdims=True)


def _scores(x, axis):
    return x - x.max(axis=axis, keepdims=True)


def not_normalised(x, axis):
    return np.exp(x - x.max(axis=axis, keepdims=True))


def logarithm(x, axis):
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def divided_by_the_sum(x, axis):
    with np.errstate(all="ignore"):
        return x / x.sum(axis=axis, keepdims=True)


EXERCISE = function(
    __file__,
    points=3,
    reference=_softmax,
    core={"along the first axis": first, "along the middle one of three axes": middle, "along the last axis": last},
    edges={"one row of scores": one_row, "very large and very small scores": extreme},
    properties=(sums, shift),
    bans=(".softmax", ".log_softmax", ".Softmax", ".LogSoftmax"),
    draws=3,
    mistakes={
        "last-axis": last_axis_always,
        "first-axis": first_axis_always,
        "whole-array": over_everything,
        "overflow": no_shift,
        "one-shift-for-all": one_shift_for_all,
        "scores": _scores,
        "not-normalised": not_normalised,
        "log-softmax": logarithm,
        "no-exponential": divided_by_the_sum,
    },
)
