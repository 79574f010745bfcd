"""Fit a straight model with an intercept on the first two; judge on the others."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.regression.least_squares import fit_by_least_squares


def explained(x_train, y_train, x_test, y_test, *, level=None):
    weights, intercept = fit_by_least_squares(x_train, y_train)
    prediction = x_test @ weights + intercept
    level = y_test.mean() if level is None else level
    return float(1 - ((y_test - prediction) ** 2).sum() / ((y_test - level) ** 2).sum())


def _r_squared(x_train, y_train, x_test, y_test):
    return explained(x_train, y_train, x_test, y_test)


def split(rng: np.random.Generator, train_rows: int, test_rows: int, columns: int, noise: float, drift: float = 0.0) -> Call:
    weights, level = rng.uniform(-2, 2, columns), float(rng.uniform(3, 9))
    x = rng.uniform(-1, 2, columns) + rng.standard_normal((train_rows + test_rows, columns))
    y = level + x @ weights + noise * rng.standard_normal(len(x))
    y[train_rows:] += drift
    return arguments(x[:train_rows], y[:train_rows], x[train_rows:], y[train_rows:])


def enough_rows(rng: np.random.Generator) -> Call:
    return split(rng, int(rng.integers(18, 26)), int(rng.integers(8, 14)), int(rng.integers(2, 4)), noise=1.0)


def too_few_rows(rng: np.random.Generator) -> Call:
    """Nearly as many columns as rows: splendid on the training rows, worse than the mean on new ones."""
    columns = int(rng.integers(5, 7))
    return split(rng, columns + 3, int(rng.integers(9, 14)), columns, noise=6.0)


def drifted(rng: np.random.Generator) -> Call:
    return split(rng, 16, int(rng.integers(8, 12)), 2, noise=0.5, drift=float(rng.choice([-1, 1]) * rng.uniform(5, 8)))


def on_training(x_train, y_train, x_test, y_test):
    return explained(x_train, y_train, x_train, y_train)


def fitted_on_the_test(x_train, y_train, x_test, y_test):
    return explained(x_test, y_test, x_test, y_test)


def on_everything(x_train, y_train, x_test, y_test):
    x, y = np.concatenate([x_train, x_test]), np.concatenate([y_train, y_test])
    return explained(x, y, x, y)


def squared_correlation(x_train, y_train, x_test, y_test):
    weights, intercept = fit_by_least_squares(x_train, y_train)
    return float(np.corrcoef(x_test @ weights + intercept, y_test)[0, 1] ** 2)


def never_below_zero(x_train, y_train, x_test, y_test):
    return max(0.0, explained(x_train, y_train, x_test, y_test))


def share_left(x_train, y_train, x_test, y_test):
    return 1 - explained(x_train, y_train, x_test, y_test)


def about_zero(x_train, y_train, x_test, y_test):
    return explained(x_train, y_train, x_test, y_test, level=0.0)


def about_the_training_mean(x_train, y_train, x_test, y_test):
    return explained(x_train, y_train, x_test, y_test, level=y_train.mean())


def variance_of_the_errors(x_train, y_train, x_test, y_test):
    weights, intercept = fit_by_least_squares(x_train, y_train)
    return float(1 - (y_test - x_test @ weights - intercept).var() / y_test.var())


EXERCISE = function(
    __file__,
    points=3,
    reference=_r_squared,
    core={"enough rows": enough_rows, "a level that has moved": drifted},
    edges={"too few rows": too_few_rows},
    bans=(".r2_score", ".score", "sklearn", "statsmodels", ".LinearRegression"),
    relative=1e-3,
    absolute=1e-4,
    mistakes={
        "on-training-data": on_training,
        "fitted-on-the-test": fitted_on_the_test,
        "on-everything": on_everything,
        "squared-correlation": squared_correlation,
        "never-below-zero": never_below_zero,
        "share-left": share_left,
        "about-zero": about_zero,
        "training-mean": about_the_training_mean,
        "variance-of-the-errors": variance_of_the_errors,
    },
)
