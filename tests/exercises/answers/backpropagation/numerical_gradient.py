"""Answers to backpropagation.numerical_gradient: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def central_in_loops(f, x):
    flat, gradient = x.ravel().copy(), []
    for place in range(flat.size):
        values = []
        for side in (1, -1):
            moved = flat.copy()
            moved[place] += side * 1e-6
            values.append(f(moved.reshape(x.shape)))
        gradient.append((values[0] - values[1]) / 2e-6)
    return np.array(gradient).reshape(x.shape)


def central_with_restoring(f, x):
    x, gradient, h = x.copy(), np.empty(x.shape), 1e-4
    for index in np.ndindex(*x.shape):
        old = x[index]
        x[index] = old + h
        high = f(x)
        x[index] = old - h
        low = f(x)
        x[index] = old
        gradient[index] = (high - low) / (2 * h)
    return gradient


def four_points(f, x):
    gradient, h = np.zeros_like(x), 1e-4
    for index in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[index] = h
        gradient[index] = (8 * (f(x + e) - f(x - e)) - (f(x + 2 * e) - f(x - 2 * e))) / (12 * h)
    return gradient


def central_as_tensor(f, x):
    return torch.as_tensor(central_in_loops(f, x))


def first_number_only(f, x):
    gradient = np.zeros_like(x)
    gradient.flat[0] = central_in_loops(f, x).flat[0]
    return gradient


RIGHT = [central_in_loops, central_with_restoring, four_points, central_as_tensor]
WRONG = [
    first_number_only,
    lambda f, x: central_in_loops(f, x).ravel()[:, None],
    lambda f, x: central_in_loops(f, x).sum(),
    lambda f, x: np.abs(central_in_loops(f, x)),
    lambda f, x: central_in_loops(f, x) / np.linalg.norm(central_in_loops(f, x)),
    lambda f, x: central_in_loops(f, np.round(x, 2)),
    lambda f, x: central_in_loops(lambda moved: f(moved) ** 2, x),
]
