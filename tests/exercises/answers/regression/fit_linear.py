"""Answers to regression.fit_linear: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np

from .line_fits import fit_by_centring, fit_by_lstsq, fit_in_torch


def fit_by_normal_equations(x, y):
    table = np.hstack([x, np.ones((len(x), 1))])
    solved = np.linalg.solve(table.T @ table, table.T @ y)
    return solved[:-1], float(solved[-1])


def fit_by_gradient(x, y):
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    scaled = (x - mean) / deviation
    weights, rate = np.zeros(x.shape[1]), 1 / np.linalg.eigvalsh(scaled.T @ scaled / len(x))[-1]
    for _ in range(3000):
        weights -= rate * scaled.T @ (scaled @ weights - (y - y.mean())) / len(x)
    return weights / deviation, y.mean() - (mean / deviation) @ weights


def fit_without_last_row(x, y):
    return fit_by_lstsq(x[:-1], y[:-1])


RIGHT = [fit_by_lstsq, fit_by_normal_equations, fit_by_centring, fit_in_torch, fit_by_gradient]
WRONG = [
    fit_without_last_row,
    lambda x, y: (fit_by_lstsq(x, y)[0][::-1], fit_by_lstsq(x, y)[1] + 1),
    lambda x, y: fit_by_lstsq(x, y)[0],
    lambda x, y: (np.zeros(x.shape[1]), y.mean()),
    lambda x, y: (-fit_by_lstsq(x, y)[0], fit_by_lstsq(x, y)[1]),
    lambda x, y: fit_by_lstsq(x, y - y.mean()),
    lambda x, y: x @ fit_by_lstsq(x, y)[0] + fit_by_lstsq(x, y)[1],
    lambda x, y: {"weights": fit_by_lstsq(x, y)[0], "intercept": fit_by_lstsq(x, y)[1]},
]
