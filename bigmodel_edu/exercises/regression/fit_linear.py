"""Fit a straight model with an intercept, by least squares."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.regression.least_squares import fit_by_least_squares


def weights_as_a_list(x, y):
    """The reference's form: a list agrees with lists and with arrays."""
    weights, intercept = fit_by_least_squares(x, y)
    return weights.tolist(), intercept


def noisy_line(rng: np.random.Generator, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Columns that go together, a level far from zero, and noise."""
    common = rng.standard_normal((rows, 1))
    x = rng.uniform(-3, 3, columns) + common + rng.standard_normal((rows, columns))
    return x, float(rng.choice([-1, 1]) * rng.uniform(8, 15)) + x @ rng.uniform(-3, 3, columns) + rng.standard_normal(rows)


def some_columns(rng: np.random.Generator) -> Call:
    return arguments(*noisy_line(rng, int(rng.integers(12, 20)), int(rng.integers(2, 5))))


def one_column(rng: np.random.Generator) -> Call:
    return arguments(*noisy_line(rng, int(rng.integers(7, 12)), 1))


def without_noise(rng: np.random.Generator) -> Call:
    x, _ = noisy_line(rng, int(rng.integers(8, 12)), 3)
    return arguments(x, 4.0 + x @ np.array([2.0, -1.0, 0.5]))


def balanced(ask, rng: np.random.Generator) -> bool:
    x, y = noisy_line(rng, 15, 3)
    weights, intercept = ask(x, y)
    error = y - x @ np.asarray(weights, dtype=float) - float(intercept)
    return abs(error.sum()) < 1e-3 and np.abs(x.T @ error).max() < 1e-2


def no_intercept(x, y):
    return np.linalg.lstsq(x, y, rcond=None)[0], 0.0


def mean_as_intercept(x, y):
    weights, _ = fit_by_least_squares(x, y)
    return weights, float(y.mean())


def intercept_afterwards(x, y):
    weights = np.linalg.lstsq(x, y, rcond=None)[0]
    return weights, float(y.mean() - x.mean(axis=0) @ weights)


def one_column_at_a_time(x, y):
    centred = x - x.mean(axis=0)
    weights = centred.T @ (y - y.mean()) / (centred**2).sum(axis=0)
    return weights, float(y.mean() - x.mean(axis=0) @ weights)


def only_x_centred(x, y):
    weights, _ = fit_by_least_squares(x, y)
    return weights, float(y.mean() + x.mean(axis=0) @ weights)


def on_a_common_scale(x, y):
    weights, _ = fit_by_least_squares((x - x.mean(axis=0)) / x.std(axis=0), y)
    return weights, float(y.mean())


def with_a_ridge(x, y):
    centred = x - x.mean(axis=0)
    weights = np.linalg.solve(centred.T @ centred + np.eye(x.shape[1]), centred.T @ (y - y.mean()))
    return weights, float(y.mean() - x.mean(axis=0) @ weights)


def one_list(x, y):
    weights, intercept = fit_by_least_squares(x, y)
    return np.append(weights, intercept)


def intercept_first(x, y):
    weights, intercept = fit_by_least_squares(x, y)
    return intercept, weights


EXERCISE = function(
    __file__,
    points=4,
    reference=weights_as_a_list,
    core={"some columns": some_columns},
    edges={"one column": one_column, "without noise": without_noise},
    properties=(balanced,),
    bans=(".LinearRegression", ".Ridge", ".linregress", ".polyfit", ".OLS", "sklearn", "statsmodels"),
    relative=1e-3,
    absolute=1e-3,
    mistakes={
        "no-intercept": no_intercept,
        "mean-as-intercept": mean_as_intercept,
        "intercept-afterwards": intercept_afterwards,
        "one-at-a-time": one_column_at_a_time,
        "sign-of-the-means": only_x_centred,
        "on-a-common-scale": on_a_common_scale,
        "ridge": with_a_ridge,
        "one-list": one_list,
        "intercept-first": intercept_first,
    },
)
