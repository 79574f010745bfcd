"""Answers to the exercises of regression: right ones in several styles, and wrong ones that are no known misconception."""

import numpy as np
import torch


def standardise_in_numpy(train, test):
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    deviation[deviation == 0] = 1
    return (train - mean) / deviation, (test - mean) / deviation


def standardise_in_torch(train, test):
    train, test = torch.as_tensor(train), torch.as_tensor(test)
    mean, deviation = train.mean(0), train.std(0, correction=0)
    deviation = torch.where(deviation == 0, torch.ones_like(deviation), deviation)
    return (train - mean) / deviation, (test - mean) / deviation


def standardise_by_columns(train, test):
    results = [np.zeros_like(train), np.zeros_like(test)]
    for column in range(train.shape[1]):
        values = [float(value) for value in train[:, column]]
        mean = sum(values) / len(values)
        deviation = (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5 or 1.0
        for result, table in zip(results, (train, test), strict=True):
            result[:, column] = (table[:, column] - mean) / deviation
    return results


def standardise_with_pandas(train, test):
    import pandas as pd

    train, test = pd.DataFrame(train), pd.DataFrame(test)
    deviation = train.std(ddof=0).replace(0.0, 1.0)
    return ((train - train.mean()) / deviation).to_numpy(), ((test - train.mean()) / deviation).to_numpy()


def fit_by_lstsq(x, y):
    solved = np.linalg.lstsq(np.c_[np.ones(len(x)), x], y, rcond=None)[0]
    return solved[1:], solved[0]


def fit_by_normal_equations(x, y):
    table = np.hstack([x, np.ones((len(x), 1))])
    solved = np.linalg.solve(table.T @ table, table.T @ y)
    return solved[:-1], float(solved[-1])


def fit_by_centring(x, y):
    weights = np.linalg.pinv(x - x.mean(axis=0)) @ (y - y.mean())
    return list(weights), y.mean() - x.mean(axis=0) @ weights


def fit_in_torch(x, y):
    x, y = torch.as_tensor(x), torch.as_tensor(y)
    table = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], dim=1)
    solved = torch.linalg.lstsq(table, y[:, None]).solution[:, 0]
    return solved[:-1], solved[-1]


def fit_by_gradient(x, y):
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    scaled = (x - mean) / deviation
    weights, rate = np.zeros(x.shape[1]), 1 / np.linalg.eigvalsh(scaled.T @ scaled / len(x))[-1]
    for _ in range(3000):
        weights -= rate * scaled.T @ (scaled @ weights - (y - y.mean())) / len(x)
    return weights / deviation, y.mean() - (mean / deviation) @ weights


def fit_without_last_row(x, y):
    return fit_by_lstsq(x[:-1], y[:-1])


def error_by_loops(y, prediction):
    values = [float(p) for p in np.ravel(prediction)]
    return sum((a - b) ** 2 for a, b in zip(y, values, strict=True)) / len(y)


def error_in_torch(y, prediction):
    return (torch.as_tensor(y) - torch.as_tensor(prediction).reshape(-1)).square().mean()


def share_in_numpy(x_train, y_train, x_test, y_test):
    weights, intercept = fit_by_lstsq(x_train, y_train)
    errors = y_test - (x_test @ weights + intercept)
    return 1 - np.sum(errors**2) / np.sum((y_test - np.mean(y_test)) ** 2)


def share_in_torch(x_train, y_train, x_test, y_test):
    weights, intercept = fit_in_torch(x_train, y_train)
    y_test = torch.as_tensor(y_test)
    errors = y_test - torch.as_tensor(x_test) @ weights - intercept
    return 1 - errors.square().mean() / y_test.var(correction=0)


def share_by_loops(x_train, y_train, x_test, y_test):
    weights, intercept = fit_by_centring(x_train, y_train)
    left = total = 0.0
    for row, target in zip(x_test, y_test, strict=True):
        left += (target - intercept - sum(w * v for w, v in zip(weights, row, strict=True))) ** 2
        total += (target - y_test.mean()) ** 2
    return float(1 - left / total)


def adjusted(x_train, y_train, x_test, y_test):
    rows, columns = x_test.shape
    return 1 - (1 - share_in_numpy(x_train, y_train, x_test, y_test)) * (rows - 1) / max(rows - columns - 1, 1)


def interval_in_numpy(values, draws, level, rng):
    means = values[rng.integers(0, len(values), (draws, len(values)))].mean(axis=1)
    return tuple(np.quantile(means, [(1 - level) / 2, (1 + level) / 2]))


def interval_by_loops(values, draws, level, rng):
    means = []
    for row in rng.integers(0, len(values), size=(draws, len(values))):
        means.append(sum(float(values[place]) for place in row) / len(values))
    outside = (1 - level) / 2 * 100
    return [np.percentile(means, outside), np.percentile(means, 100 - outside)]


def interval_in_torch(values, draws, level, rng):
    rows = torch.as_tensor(rng.integers(0, len(values), (draws, len(values))))
    means = torch.as_tensor(values)[rows].mean(dim=1)
    return means.quantile((1 - level) / 2), means.quantile((1 + level) / 2)


RIGHT = {
    "regression.standardise": [standardise_in_numpy, standardise_in_torch, standardise_by_columns, standardise_with_pandas],
    "regression.fit_linear": [fit_by_lstsq, fit_by_normal_equations, fit_by_centring, fit_in_torch, fit_by_gradient],
    "regression.mse": [
        error_by_loops,
        error_in_torch,
        lambda y, p: np.mean(np.square(y - p.reshape(y.shape))),
        lambda y, p: ((y - p.squeeze()) ** 2).mean(),
    ],
    "regression.bootstrap_interval": [interval_in_numpy, interval_by_loops, interval_in_torch],
    "regression.r_squared": [share_in_numpy, share_in_torch, share_by_loops],
}

WRONG = {
    "regression.standardise": [
        lambda train, test: standardise_in_numpy(train, test)[0],
        lambda train, test: standardise_in_numpy(train, test)[::-1],
        lambda train, test: np.concatenate(standardise_in_numpy(train, test)),
        lambda train, test: (standardise_in_numpy(train, test)[0], test),
        lambda train, test: ((train - train.mean(0)) / (train.std(0) + 0.1), (test - train.mean(0)) / (train.std(0) + 0.1)),
        lambda train, test: standardise_in_numpy(train - np.median(train, axis=0), test),
    ],
    "regression.fit_linear": [
        fit_without_last_row,
        lambda x, y: (fit_by_lstsq(x, y)[0][::-1], fit_by_lstsq(x, y)[1] + 1),
        lambda x, y: fit_by_lstsq(x, y)[0],
        lambda x, y: (np.zeros(x.shape[1]), y.mean()),
        lambda x, y: (-fit_by_lstsq(x, y)[0], fit_by_lstsq(x, y)[1]),
        lambda x, y: fit_by_lstsq(x, y - y.mean()),
        lambda x, y: x @ fit_by_lstsq(x, y)[0] + fit_by_lstsq(x, y)[1],
        lambda x, y: {"weights": fit_by_lstsq(x, y)[0], "intercept": fit_by_lstsq(x, y)[1]},
    ],
    "regression.mse": [
        lambda y, p: np.square(y - p.ravel()),
        lambda y, p: np.median(np.square(y - p.ravel())),
        lambda y, p: np.square(y - p.ravel()).sum() / max(len(y) - 1, 1) + 1e-2,
        lambda y, p: -np.square(y - p.ravel()).mean(),
        lambda y, p: np.abs(y - p.ravel()).max(),
        lambda y, p: (y - p.ravel()).mean(),
    ],
    "regression.bootstrap_interval": [
        lambda values, draws, level, rng: interval_in_numpy(values, draws, level, rng)[::-1],
        lambda values, draws, level, rng: interval_in_numpy(values, draws, level, rng)[0],
        lambda values, draws, level, rng: interval_in_numpy(values, draws, 1 - level, rng),
        lambda values, draws, level, rng: interval_in_numpy(values - values.mean(), draws, level, rng),
        lambda values, draws, level, rng: interval_in_numpy(values[:-1], draws, level, rng),
        lambda values, draws, level, rng: (values.mean(), values.mean()),
    ],
    "regression.r_squared": [
        adjusted,
        lambda a, b, c, d: abs(share_in_numpy(a, b, c, d)),
        lambda a, b, c, d: share_in_numpy(c, d, a, b),
        lambda a, b, c, d: 100 * share_in_numpy(a, b, c, d),
        lambda a, b, c, d: share_in_numpy(a - a.mean(0), b, c - c.mean(0), d),
        lambda a, b, c, d: 1.0,
        lambda a, b, c, d: share_in_numpy(a, b, c, d) ** 2,
    ],
    "regression.share_explained": [0, 1, -2, 1e9, "70 %", [0.7]],
    "regression.below_zero": ["a", "e", "cd", "worse", 3, ["a", "c"]],
}
