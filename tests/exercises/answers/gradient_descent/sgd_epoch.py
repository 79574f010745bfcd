"""Answers to gradient-descent.sgd_epoch: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def epoch_by_slices(weights, x, y, learning_rate, batch_size, rng):
    order = rng.permutation(len(x))
    x, y = x[order], y[order]
    for start in range(0, len(x), batch_size):
        rows, targets = x[start : start + batch_size], y[start : start + batch_size]
        weights = weights - learning_rate * 2 * rows.T @ (rows @ weights - targets) / len(rows)
    return weights


def epoch_with_shuffle(weights, x, y, learning_rate, batch_size, rng):
    order = np.arange(len(x))
    rng.shuffle(order)
    weights = weights.astype(np.float64)
    for batch in np.split(order, range(batch_size, len(order), batch_size)):
        error = x[batch] @ weights - y[batch]
        weights -= learning_rate * 2 * (error[:, None] * x[batch]).mean(axis=0)
    return weights


def epoch_in_torch(weights, x, y, learning_rate, batch_size, rng):
    order = torch.as_tensor(rng.permutation(len(x)))
    x, y = torch.as_tensor(x), torch.as_tensor(y)
    weights = torch.tensor(weights, requires_grad=True)
    for batch in order.split(batch_size):
        loss = ((x[batch] @ weights - y[batch]) ** 2).mean()
        (gradient,) = torch.autograd.grad(loss, weights)
        weights = (weights - learning_rate * gradient).detach().requires_grad_()
    return weights


def epoch_by_loops(weights, x, y, learning_rate, batch_size, rng):
    order, weights = list(rng.permutation(len(x))), [float(w) for w in weights]
    while order:
        batch, order = order[:batch_size], order[batch_size:]
        gradient = [0.0] * len(weights)
        for row in batch:
            error = sum(w * float(v) for w, v in zip(weights, x[row], strict=True)) - float(y[row])
            for column in range(len(weights)):
                gradient[column] += 2 * error * float(x[row, column]) / len(batch)
        weights = [w - learning_rate * g for w, g in zip(weights, gradient, strict=True)]
    return np.array(weights)


def epoch_with_replacement(weights, x, y, learning_rate, batch_size, rng):
    for _ in range(math.ceil(len(x) / batch_size)):
        batch = rng.integers(0, len(x), batch_size)
        weights = weights - learning_rate * 2 * x[batch].T @ (x[batch] @ weights - y[batch]) / len(batch)
    return weights


def epoch_uphill(weights, x, y, learning_rate, batch_size, rng):
    return epoch_by_slices(weights, x, y, -learning_rate, batch_size, rng)


def epoch_backwards(weights, x, y, learning_rate, batch_size, rng):
    order = rng.permutation(len(x))[::-1]
    for start in range(0, len(x), batch_size):
        batch = order[start : start + batch_size]
        weights = weights - learning_rate * 2 * x[batch].T @ (x[batch] @ weights - y[batch]) / len(batch)
    return weights


def two_epochs(weights, x, y, learning_rate, batch_size, rng):
    return epoch_by_slices(epoch_by_slices(weights, x, y, learning_rate, batch_size, rng), x, y, learning_rate, batch_size, rng)


RIGHT = [epoch_by_slices, epoch_with_shuffle, epoch_in_torch, epoch_by_loops]
WRONG = [
    epoch_with_replacement,
    epoch_uphill,
    epoch_backwards,
    two_epochs,
    lambda w, x, y, rate, size, rng: epoch_by_slices(np.zeros_like(w), x, y, rate, size, rng),
    lambda w, x, y, rate, size, rng: epoch_by_slices(w, x, y, rate, 1, rng),
    lambda w, x, y, rate, size, rng: w,
]
