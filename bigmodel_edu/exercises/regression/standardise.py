"""Bring columns to mean 0 and standard deviation 1."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _standardise(train, test):
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    deviation = np.where(deviation == 0, 1.0, deviation)
    return (train - mean) / deviation, (test - mean) / deviation


def tables(rng: np.random.Generator, train_rows: int, test_rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Two tables whose columns differ in place and scale, and the second from the first."""
    place, width = rng.uniform(-20, 20, columns), np.exp(rng.uniform(-1, 2.5, columns))
    train = place + width * rng.standard_normal((train_rows, columns))
    return train, place + width * (0.7 + 1.4 * rng.standard_normal((test_rows, columns)))


def columns_of_different_size(rng: np.random.Generator) -> Call:
    return arguments(*tables(rng, int(rng.integers(8, 14)), int(rng.integers(4, 8)), int(rng.integers(2, 5))))


def one_new_row(rng: np.random.Generator) -> Call:
    return arguments(*tables(rng, int(rng.integers(6, 9)), 1, int(rng.integers(2, 5))))


def a_constant_column(rng: np.random.Generator) -> Call:
    train, test = tables(rng, int(rng.integers(6, 9)), int(rng.integers(3, 6)), 3)
    train[:, 1] = float(rng.integers(2, 9))
    return arguments(train, test)


def by_rows(train, test):
    return scaled(train, train, 1), scaled(test, test, 1)


def scaled(table, by, axis=0, spread=None):
    with np.errstate(all="ignore"):
        deviation = (spread or (lambda each: each.std(axis=axis, keepdims=True)))(by)
        return (table - by.mean(axis=axis, keepdims=True)) / np.where(deviation == 0, 1.0, deviation)


def together(train, test):
    both = np.concatenate([train, test])
    return scaled(train, both), scaled(test, both)


def each_by_its_own(train, test):
    return scaled(train, train), scaled(test, test)


def variance(train, test):
    return tuple(scaled(each, train, spread=lambda by: by.var(axis=0, keepdims=True)) for each in (train, test))


def one_less(train, test):
    return tuple(scaled(each, train, spread=lambda by: by.std(axis=0, ddof=1, keepdims=True)) for each in (train, test))


def whole_table(train, test):
    return (train - train.mean()) / train.std(), (test - train.mean()) / train.std()


def only_centred(train, test):
    return train - train.mean(axis=0), test - train.mean(axis=0)


def not_centred(train, test):
    deviation = train.std(axis=0)
    deviation = np.where(deviation == 0, 1.0, deviation)
    return train / deviation, test / deviation


def least_to_most(train, test):
    low, width = train.min(axis=0), np.ptp(train, axis=0)
    width = np.where(width == 0, 1.0, width)
    return (train - low) / width, (test - low) / width


def constant_forgotten(train, test):
    with np.errstate(all="ignore"):
        return (train - train.mean(axis=0)) / train.std(axis=0), (test - train.mean(axis=0)) / train.std(axis=0)


EXERCISE = function(
    __file__,
    points=3,
    reference=_standardise,
    core={"columns of different size": columns_of_different_size},
    edges={"a single new row": one_new_row, "a column that never changes": a_constant_column},
    bans=(".StandardScaler", ".scale", ".zscore", "sklearn"),
    mistakes={
        "leaked": together,
        "each-by-its-own": each_by_its_own,
        "variance": variance,
        "one-less": one_less,
        "whole-table": whole_table,
        "by-rows": by_rows,
        "only-centred": only_centred,
        "not-centred": not_centred,
        "least-to-most": least_to_most,
        "constant-column": constant_forgotten,
    },
)
