"""Regression: columns on one scale, a straight model in closed form, its error, and the share that it explains of new cases."""

import numpy as np

from bigmodel_edu.calling import RandomGenerator
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments


def _standardise(train, test):
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    deviation = np.where(deviation == 0, 1.0, deviation)
    return (train - mean) / deviation, (test - mean) / deviation


def _tables(rng: np.random.Generator, train_rows: int, test_rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Two tables whose columns differ in place and scale, and the second from the first."""
    place, width = rng.uniform(-20, 20, columns), np.exp(rng.uniform(-1, 2.5, columns))
    train = place + width * rng.standard_normal((train_rows, columns))
    return train, place + width * (0.7 + 1.4 * rng.standard_normal((test_rows, columns)))


def _columns_of_different_size(rng: np.random.Generator) -> Call:
    return arguments(*_tables(rng, int(rng.integers(8, 14)), int(rng.integers(4, 8)), int(rng.integers(2, 5))))


def _one_new_row(rng: np.random.Generator) -> Call:
    return arguments(*_tables(rng, int(rng.integers(6, 9)), 1, int(rng.integers(2, 5))))


def _a_constant_column(rng: np.random.Generator) -> Call:
    train, test = _tables(rng, int(rng.integers(6, 9)), int(rng.integers(3, 6)), 3)
    train[:, 1] = float(rng.integers(2, 9))
    return arguments(train, test)


def _by_rows(train, test):
    return _scaled(train, train, 1), _scaled(test, test, 1)


def _scaled(table, by, axis=0, spread=None):
    with np.errstate(all="ignore"):
        deviation = (spread or (lambda each: each.std(axis=axis, keepdims=True)))(by)
        return (table - by.mean(axis=axis, keepdims=True)) / np.where(deviation == 0, 1.0, deviation)


def _together(train, test):
    both = np.concatenate([train, test])
    return _scaled(train, both), _scaled(test, both)


def _each_by_its_own(train, test):
    return _scaled(train, train), _scaled(test, test)


def _variance(train, test):
    return tuple(_scaled(each, train, spread=lambda by: by.var(axis=0, keepdims=True)) for each in (train, test))


def _one_less(train, test):
    return tuple(_scaled(each, train, spread=lambda by: by.std(axis=0, ddof=1, keepdims=True)) for each in (train, test))


def _whole_table(train, test):
    return (train - train.mean()) / train.std(), (test - train.mean()) / train.std()


def _only_centred(train, test):
    return train - train.mean(axis=0), test - train.mean(axis=0)


def _not_centred(train, test):
    deviation = train.std(axis=0)
    deviation = np.where(deviation == 0, 1.0, deviation)
    return train / deviation, test / deviation


def _least_to_most(train, test):
    low, width = train.min(axis=0), np.ptp(train, axis=0)
    width = np.where(width == 0, 1.0, width)
    return (train - low) / width, (test - low) / width


def _constant_forgotten(train, test):
    with np.errstate(all="ignore"):
        return (train - train.mean(axis=0)) / train.std(axis=0), (test - train.mean(axis=0)) / train.std(axis=0)


SCALE_HINTS = (
    "On the day when the model is used, which rows are known, and which are not?",
    "Print mean and standard deviation of each column of both results. Only those of train must be 0 and 1.",
    "mean = train.mean(axis=0), deviation = train.std(axis=0); use these two for both tables.",
)

standardise = Exercise(
    id="regression.standardise",
    points=3,
    target="standardise",
    reference=_standardise,
    inputs={
        "columns of different size": _columns_of_different_size,
        "a single new row": _one_new_row,
        "a column that never changes": _a_constant_column,
    },
    misconceptions=(
        Misconception(
            "leaked",
            _together,
            "Mean and deviation come from both tables together. The test rows have leaked into what the model is trained on.",
            SCALE_HINTS,
        ),
        Misconception(
            "each-by-its-own",
            _each_by_its_own,
            "You scale the test table by its own numbers. The same patient then gets other values, depending on who comes with her.",
            SCALE_HINTS,
        ),
        Misconception("variance", _variance, "You divide by the variance; it should be its root, the standard deviation.", SCALE_HINTS),
        Misconception(
            "one-less",
            _one_less,
            "You divide by the deviation with N − 1 (ddof=1, as pandas does). Here it is the one with N, NumPy's own.",
            SCALE_HINTS,
        ),
        Misconception(
            "whole-table", _whole_table, "You use one mean and one deviation for the whole table; each column has its own.", SCALE_HINTS
        ),
        Misconception("by-rows", _by_rows, "You scale each row. Each column should get mean 0 and deviation 1.", SCALE_HINTS),
        Misconception(
            "only-centred", _only_centred, "You subtract the mean and stop; the division by the deviation is missing.", SCALE_HINTS
        ),
        Misconception("not-centred", _not_centred, "You divide by the deviation; the mean was not subtracted.", SCALE_HINTS),
        Misconception(
            "least-to-most", _least_to_most, "You scale from the least to the most, to 0 and 1. That is another scaling.", SCALE_HINTS
        ),
        Misconception(
            "constant-column",
            _constant_forgotten,
            "A column that never changes has deviation 0, and you divide by it.",
            (
                "What is the deviation of the column 7, 7, 7?",
                "Look for NaN or infinity in your result.",
                "Replace a deviation of 0 by 1: the column then becomes zeros.",
            ),
        ),
    ),
    forbidden=(".StandardScaler", ".scale", ".zscore", "sklearn"),
    hints=SCALE_HINTS,
)


def _fit_linear(x, y):
    columns = np.column_stack([x, np.ones(len(x))])
    solved = np.linalg.lstsq(columns, y, rcond=None)[0]
    return solved[:-1], float(solved[-1])


def _weights_as_a_list(x, y):
    """The reference's form: a list agrees with lists and with arrays."""
    weights, intercept = _fit_linear(x, y)
    return weights.tolist(), intercept


def _noisy_line(rng: np.random.Generator, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Columns that go together, a level far from zero, and noise."""
    common = rng.standard_normal((rows, 1))
    x = rng.uniform(-3, 3, columns) + common + rng.standard_normal((rows, columns))
    return x, float(rng.choice([-1, 1]) * rng.uniform(8, 15)) + x @ rng.uniform(-3, 3, columns) + rng.standard_normal(rows)


def _some_columns(rng: np.random.Generator) -> Call:
    return arguments(*_noisy_line(rng, int(rng.integers(12, 20)), int(rng.integers(2, 5))))


def _one_column(rng: np.random.Generator) -> Call:
    return arguments(*_noisy_line(rng, int(rng.integers(7, 12)), 1))


def _without_noise(rng: np.random.Generator) -> Call:
    x, _ = _noisy_line(rng, int(rng.integers(8, 12)), 3)
    return arguments(x, 4.0 + x @ np.array([2.0, -1.0, 0.5]))


def _errors_are_balanced(ask, rng: np.random.Generator) -> bool:
    x, y = _noisy_line(rng, 15, 3)
    weights, intercept = ask(x, y)
    error = y - x @ np.asarray(weights, dtype=float) - float(intercept)
    return abs(error.sum()) < 1e-3 and np.abs(x.T @ error).max() < 1e-2


def _no_intercept(x, y):
    return np.linalg.lstsq(x, y, rcond=None)[0], 0.0


def _mean_as_intercept(x, y):
    weights, _ = _fit_linear(x, y)
    return weights, float(y.mean())


def _intercept_afterwards(x, y):
    weights = np.linalg.lstsq(x, y, rcond=None)[0]
    return weights, float(y.mean() - x.mean(axis=0) @ weights)


def _one_column_at_a_time(x, y):
    centred = x - x.mean(axis=0)
    weights = centred.T @ (y - y.mean()) / (centred**2).sum(axis=0)
    return weights, float(y.mean() - x.mean(axis=0) @ weights)


def _only_x_centred(x, y):
    weights, _ = _fit_linear(x, y)
    return weights, float(y.mean() + x.mean(axis=0) @ weights)


def _on_a_common_scale(x, y):
    weights, _ = _fit_linear((x - x.mean(axis=0)) / x.std(axis=0), y)
    return weights, float(y.mean())


def _with_a_ridge(x, y):
    centred = x - x.mean(axis=0)
    weights = np.linalg.solve(centred.T @ centred + np.eye(x.shape[1]), centred.T @ (y - y.mean()))
    return weights, float(y.mean() - x.mean(axis=0) @ weights)


def _one_list(x, y):
    weights, intercept = _fit_linear(x, y)
    return np.append(weights, intercept)


def _intercept_first(x, y):
    weights, intercept = _fit_linear(x, y)
    return intercept, weights


FIT_HINTS = (
    "What does your model predict for a row of zeros? Is it free to predict something else than 0 there?",
    "Add up the errors y − prediction: with an intercept the sum is 0 (up to rounding).",
    "Append a column of ones to x, solve the least squares (np.linalg.lstsq), and split the last number off.",
)

fit_linear = Exercise(
    id="regression.fit_linear",
    points=4,
    target="fit_linear",
    reference=_weights_as_a_list,
    inputs={"some columns": _some_columns, "one column": _one_column, "without noise": _without_noise},
    relative=1e-3,
    absolute=1e-3,
    properties=(Property("balanced", "leave errors that sum to 0, alone and weighted by every column.", _errors_are_balanced),),
    misconceptions=(
        Misconception("no-intercept", _no_intercept, "Your model has no intercept: it is forced through 0 for a row of zeros.", FIT_HINTS),
        Misconception(
            "mean-as-intercept",
            _mean_as_intercept,
            "Your weights are right, but the intercept is the mean of y. That holds only where the columns have mean 0.",
            FIT_HINTS,
        ),
        Misconception(
            "intercept-afterwards",
            _intercept_afterwards,
            "You fit the weights without an intercept and add one afterwards. Both have to be fitted together.",
            FIT_HINTS,
        ),
        Misconception(
            "one-at-a-time",
            _one_column_at_a_time,
            "You fit each column alone. Columns that go together then count the same effect twice.",
            (
                "Are the columns independent of each other?",
                "With one column you are right. What changes with two that go together?",
                "Solve for all weights at once.",
            ),
        ),
        Misconception(
            "sign-of-the-means",
            _only_x_centred,
            "The sign in your intercept is wrong: it is the mean of y *minus* the means of x times the weights.",
            FIT_HINTS,
        ),
        Misconception(
            "on-a-common-scale",
            _on_a_common_scale,
            "Your weights belong to standardised columns. Asked are those of the columns as they were given.",
            FIT_HINTS,
        ),
        Misconception(
            "ridge",
            _with_a_ridge,
            "Your weights are pulled towards 0: something was added to the diagonal. Asked is plain least squares.",
            FIT_HINTS,
        ),
        Misconception(
            "one-list", _one_list, "You return weights and intercept in one array; asked is a pair (weights, intercept).", FIT_HINTS
        ),
        Misconception("intercept-first", _intercept_first, "The order is the other one: first the weights, then the intercept.", FIT_HINTS),
    ),
    forbidden=(".LinearRegression", ".Ridge", ".linregress", ".polyfit", ".OLS", "sklearn", "statsmodels"),
    hints=FIT_HINTS,
)


def _mse(y, prediction):
    return float(((np.ravel(prediction) - np.ravel(y)) ** 2).mean())


def _errors_of_both_signs(rng: np.random.Generator) -> Call:
    rows = int(rng.integers(4, 10))
    y = rng.normal(3, 4, rows)
    return arguments(y, y + rng.normal(0.5, 2, rows))


def _a_column_of_predictions(rng: np.random.Generator) -> Call:
    call = _errors_of_both_signs(rng)
    return arguments(call.args[0], call.args[1][:, None])


def _one_case(rng: np.random.Generator) -> Call:
    return arguments(rng.normal(0, 3, 1), rng.normal(5, 3, 1))


def _broadcast(y, prediction):
    return float(((prediction - y) ** 2).mean())


ERROR_HINTS = (
    "Take y = (1, 2) and predictions (1, 4). The errors are 0 and 2, the mean of their squares is 2.",
    "Print the shape of y − prediction. How many errors should there be?",
    "Bring both to one row (np.ravel), subtract, square, and take the mean.",
)

mse = Exercise(
    id="regression.mse",
    points=2,
    target="mse",
    reference=_mse,
    inputs={"two rows of numbers": _errors_of_both_signs, "predictions as a column": _a_column_of_predictions, "one case": _one_case},
    misconceptions=(
        Misconception(
            "broadcast",
            _broadcast,
            "Predictions of shape (n, 1) minus targets of shape (n,) give a table of n × n errors: each with each. No error is raised.",
            ERROR_HINTS,
        ),
        Misconception("root", lambda y, p: _mse(y, p) ** 0.5, "You took the root: that is the RMSE, in the units of y.", ERROR_HINTS),
        Misconception(
            "absolute",
            lambda y, p: float(np.abs(np.ravel(p) - np.ravel(y)).mean()),
            "You took the mean of the absolute errors; asked is the mean of their squares.",
            ERROR_HINTS,
        ),
        Misconception("sum", lambda y, p: _mse(y, p) * len(y), "You took the sum of the squares; asked is their mean.", ERROR_HINTS),
        Misconception(
            "half", lambda y, p: _mse(y, p) / 2, "You halved the mean. Some texts do so for the gradient; asked is the mean.", ERROR_HINTS
        ),
        Misconception(
            "square-of-the-mean",
            lambda y, p: float((np.ravel(p) - np.ravel(y)).mean() ** 2),
            "You squared the mean error. Errors of both signs then cancel: square each one first.",
            ERROR_HINTS,
        ),
        Misconception(
            "variance",
            lambda y, p: float((np.ravel(p) - np.ravel(y)).var()),
            "You took the variance of the errors: an error that all cases share is lost.",
            ERROR_HINTS,
        ),
    ),
    forbidden=(".mean_squared_error", ".mse_loss", ".MSELoss", "sklearn"),
    hints=ERROR_HINTS,
)


def _explained(x_train, y_train, x_test, y_test, *, level=None):
    weights, intercept = _fit_linear(x_train, y_train)
    prediction = x_test @ weights + intercept
    level = y_test.mean() if level is None else level
    return float(1 - ((y_test - prediction) ** 2).sum() / ((y_test - level) ** 2).sum())


def _r_squared(x_train, y_train, x_test, y_test):
    return _explained(x_train, y_train, x_test, y_test)


def _split(rng: np.random.Generator, train_rows: int, test_rows: int, columns: int, noise: float, drift: float = 0.0) -> Call:
    weights, level = rng.uniform(-2, 2, columns), float(rng.uniform(3, 9))
    x = rng.uniform(-1, 2, columns) + rng.standard_normal((train_rows + test_rows, columns))
    y = level + x @ weights + noise * rng.standard_normal(len(x))
    y[train_rows:] += drift
    return arguments(x[:train_rows], y[:train_rows], x[train_rows:], y[train_rows:])


def _enough_rows(rng: np.random.Generator) -> Call:
    return _split(rng, int(rng.integers(18, 26)), int(rng.integers(8, 14)), int(rng.integers(2, 4)), noise=1.0)


def _too_few_rows(rng: np.random.Generator) -> Call:
    """Nearly as many columns as rows: splendid on the training rows, worse than the mean on new ones."""
    columns = int(rng.integers(5, 7))
    return _split(rng, columns + 3, int(rng.integers(9, 14)), columns, noise=6.0)


def _drifted(rng: np.random.Generator) -> Call:
    return _split(rng, 16, int(rng.integers(8, 12)), 2, noise=0.5, drift=float(rng.choice([-1, 1]) * rng.uniform(5, 8)))


def _on_training(x_train, y_train, x_test, y_test):
    return _explained(x_train, y_train, x_train, y_train)


def _fitted_on_the_test(x_train, y_train, x_test, y_test):
    return _explained(x_test, y_test, x_test, y_test)


def _on_everything(x_train, y_train, x_test, y_test):
    x, y = np.concatenate([x_train, x_test]), np.concatenate([y_train, y_test])
    return _explained(x, y, x, y)


def _squared_correlation(x_train, y_train, x_test, y_test):
    weights, intercept = _fit_linear(x_train, y_train)
    return float(np.corrcoef(x_test @ weights + intercept, y_test)[0, 1] ** 2)


def _never_below_zero(x_train, y_train, x_test, y_test):
    return max(0.0, _explained(x_train, y_train, x_test, y_test))


def _share_left(x_train, y_train, x_test, y_test):
    return 1 - _explained(x_train, y_train, x_test, y_test)


def _about_zero(x_train, y_train, x_test, y_test):
    return _explained(x_train, y_train, x_test, y_test, level=0.0)


def _about_the_training_mean(x_train, y_train, x_test, y_test):
    return _explained(x_train, y_train, x_test, y_test, level=y_train.mean())


def _variance_of_the_errors(x_train, y_train, x_test, y_test):
    weights, intercept = _fit_linear(x_train, y_train)
    return float(1 - (y_test - x_test @ weights - intercept).var() / y_test.var())


SHARE_HINTS = (
    "Which rows may the model have seen when it is judged?",
    "Print four things: squared errors of the model and of the mean, on the training rows and on the test rows.",
    "Fit on the training rows; return 1 − (squared errors of the model) / (squared errors of the test mean), both on the test rows.",
)

r_squared = Exercise(
    id="regression.r_squared",
    points=3,
    target="r_squared",
    reference=_r_squared,
    inputs={"enough rows": _enough_rows, "too few rows": _too_few_rows, "a level that has moved": _drifted},
    relative=1e-3,
    absolute=1e-4,
    misconceptions=(
        Misconception(
            "on-training-data",
            _on_training,
            "You judge the model on the rows that it was fitted to. Asked is how well it does on the others.",
            SHARE_HINTS,
        ),
        Misconception(
            "fitted-on-the-test", _fitted_on_the_test, "You fit the model to the test rows: it has seen the answers.", SHARE_HINTS
        ),
        Misconception("on-everything", _on_everything, "You fit and judge on all rows together.", SHARE_HINTS),
        Misconception(
            "squared-correlation",
            _squared_correlation,
            "You return the squared correlation. It forgives a wrong level and a wrong scale; R² does not.",
            SHARE_HINTS,
        ),
        Misconception(
            "never-below-zero",
            _never_below_zero,
            "You cut off at 0. A model can be worse than the mean, and then R² is negative: that is what one wants to know.",
            SHARE_HINTS,
        ),
        Misconception("share-left", _share_left, "You return the share that is left unexplained; R² is 1 minus that.", SHARE_HINTS),
        Misconception(
            "about-zero",
            _about_zero,
            "You compare with predicting 0. R² compares with predicting the mean of the test targets.",
            SHARE_HINTS,
        ),
        Misconception(
            "training-mean",
            _about_the_training_mean,
            "You compare with the mean of the training targets. The usual definition takes the mean of the targets that are judged.",
            SHARE_HINTS,
        ),
        Misconception(
            "variance-of-the-errors",
            _variance_of_the_errors,
            "You take the variance of the errors: a level that is wrong for all rows is then forgiven.",
            SHARE_HINTS,
        ),
    ),
    forbidden=(".r2_score", ".score", "sklearn", "statsmodels", ".LinearRegression"),
    hints=SHARE_HINTS,
)


def _bootstrap_interval(values, draws, level, rng):
    rows = rng.integers(0, len(values), (draws, len(values)))
    low, high = np.percentile(values[rows].mean(axis=1), [50 * (1 - level), 50 * (1 + level)])
    return float(low), float(high)


def _measured(rng: np.random.Generator) -> Call:
    values = rng.normal(float(rng.uniform(-5, 5)), float(rng.uniform(1, 4)), int(rng.integers(9, 30)))
    return arguments(values, int(rng.integers(150, 260)), 0.95, RandomGenerator(int(rng.integers(1 << 30))))


def _skewed(rng: np.random.Generator) -> Call:
    values = np.exp(rng.normal(0, 1.2, int(rng.integers(10, 20))))
    level = float(rng.choice([0.8, 0.9, 0.5]))
    return arguments(values, int(rng.integers(150, 260)), level, RandomGenerator(int(rng.integers(1 << 30))))


def _without_replacement(values, draws, level, rng):
    means = [rng.permutation(values)[: max(len(values) // 2, 1)].mean() for _ in range(draws)]
    low, high = np.percentile(means, [50 * (1 - level), 50 * (1 + level)])
    return float(low), float(high)


def _of_the_values(values, draws, level, rng):
    low, high = np.percentile(values, [50 * (1 - level), 50 * (1 + level)])
    return float(low), float(high)


def _one_sided(values, draws, level, rng):
    rows = rng.integers(0, len(values), (draws, len(values)))
    low, high = np.percentile(values[rows].mean(axis=1), [100 * (1 - level), 100 * level])
    return float(low), float(high)


def _by_the_formula(values, draws, level, rng):
    from statistics import NormalDist

    wide = NormalDist().inv_cdf((1 + level) / 2) * values.std(ddof=1) / len(values) ** 0.5
    return float(values.mean() - wide), float(values.mean() + wide)


def _always_95(values, draws, level, rng):
    return _bootstrap_interval(values, draws, 0.95, rng)


def _medians(values, draws, level, rng):
    rows = rng.integers(0, len(values), (draws, len(values)))
    low, high = np.percentile(np.median(values[rows], axis=1), [50 * (1 - level), 50 * (1 + level)])
    return float(low), float(high)


def _deviations_again(values, draws, level, rng):
    rows = rng.integers(0, len(values), (draws, len(values)))
    means = values[rows].mean(axis=1)
    wide = 1.96 * means.std() / draws**0.5
    return float(means.mean() - wide), float(means.mean() + wide)


BOOTSTRAP_HINTS = (
    "What is drawn again: the cases, or the means? How many, with or without replacement?",
    "Print the first drawn rows: as many as there are values, and some of them twice.",
    "rows = rng.integers(0, n, (draws, n)); means = values[rows].mean(axis=1); the two percentiles leave (1 − level)/2 on each side.",
)

bootstrap_interval = Exercise(
    id="regression.bootstrap_interval",
    points=3,
    target="bootstrap_interval",
    reference=_bootstrap_interval,
    inputs={"measured values": _measured, "skewed values, another level": _skewed},
    misconceptions=(
        Misconception(
            "of-the-values",
            _of_the_values,
            "You return where the values lie. Asked is where their mean would lie, if the cases were drawn again.",
            BOOTSTRAP_HINTS,
        ),
        Misconception(
            "one-sided",
            _one_sided,
            "You leave out 1 − level on each side. Together the two sides should leave out so much: half of it each.",
            BOOTSTRAP_HINTS,
        ),
        Misconception("always-95", _always_95, "Your interval is always the one of 95 %; the level has no effect.", BOOTSTRAP_HINTS),
        Misconception("medians", _medians, "You take medians of the draws; asked is the interval of the mean.", BOOTSTRAP_HINTS),
        Misconception(
            "formula",
            _by_the_formula,
            "You use the formula for normal values, mean ± z · s/√n. The bootstrap needs no such assumption, and rng was not used.",
            BOOTSTRAP_HINTS,
        ),
        Misconception(
            "mean-of-means",
            _deviations_again,
            "You divide by the root of the number of draws. More draws then make you surer, although no case was added.",
            BOOTSTRAP_HINTS,
        ),
        Misconception(
            "without-replacement",
            _without_replacement,
            "You draw without replacement. Each draw is as large as the table, and a case may come twice.",
            BOOTSTRAP_HINTS,
        ),
    ),
    forbidden=("scipy.stats.bootstrap", ".bootstrap", "sklearn", "bigmodel_edu.training"),
    hints=BOOTSTRAP_HINTS,
)


share_explained = Exercise(
    id="regression.share_explained",
    points=1,
    kind="number",
    target="share_explained",
    prompt=(
        "On new cases a model's root mean squared error is {error}. The standard deviation of the targets of these cases is {deviation}. "
        "How large is R²? Give it to within 1 %."
    ),
    variant=lambda rng: {"error": round(float(rng.uniform(36, 41)), 1), "deviation": round(float(rng.uniform(72, 80)), 1)},
    reference=lambda error, deviation: 1 - (error / deviation) ** 2,
    relative=0.01,
    misconceptions=(
        Misconception(
            "not-squared",
            lambda error, deviation: 1 - error / deviation,
            "You divided the root mean squared error by the deviation. R² compares squares.",
            (
                "What does R² divide by what?",
                "The mean squared error is the square of the number given.",
                "Square both before you divide.",
            ),
        ),
        Misconception(
            "share-left",
            lambda error, deviation: (error / deviation) ** 2,
            "You gave the share that is left unexplained.",
            (
                "What would your number be for a perfect model?",
                "A perfect model has R² = 1.",
                "Take 1 minus your number.",
            ),
        ),
        Misconception(
            "percent",
            lambda error, deviation: 100 * (1 - (error / deviation) ** 2),
            "You gave percent; R² is a plain number, at most 1.",
            (
                "What is R² of a perfect model?",
                "A perfect model has R² = 1.",
                "Divide by 100.",
            ),
        ),
        Misconception(
            "root",
            lambda error, deviation: (1 - (error / deviation) ** 2) ** 0.5,
            "You took the root at the end: that is a correlation, not R².",
            (
                "R² already is the share.",
                "Which step came after 1 minus the quotient?",
                "Leave out the last root.",
            ),
        ),
    ),
)

below_zero = Exercise(
    id="regression.below_zero",
    points=1,
    kind="choice",
    target="below_zero",
    prompt="R² of a fitted model on 142 new patients is −0.4. What does that say?",
    options={
        "a": "There is a mistake in the program: a square cannot be negative.",
        "b": "The prediction falls when the target rises.",
        "c": "Saying the mean of these patients for everyone would have had smaller squared errors.",
        "d": "The model explains 40 % of the differences, in the other direction.",
    },
    reference="c",
    misconceptions=(
        Misconception(
            "a-square",
            "a",
            "R² is not the square of a number: it is 1 minus a quotient, and the quotient can be above 1.",
            (
                "Write the definition of R² down.",
                "When is the quotient above 1?",
                "When the model's squared errors are larger than those of the mean.",
            ),
        ),
        Misconception(
            "falling",
            "b",
            "That would be a negative correlation. R² says nothing about direction.",
            (
                "What two sums does R² compare?",
                "Can a model have the right direction and very large errors?",
                "Compare with what the mean alone would have done.",
            ),
        ),
        Misconception(
            "the-other-way",
            "d",
            "A share below zero is no share. The model does worse than using no columns at all.",
            (
                "What two sums does R² compare?",
                "Which R² has the model that says the mean for everyone?",
                "The mean has R² = 0; this model lies below it.",
            ),
        ),
    ),
)
