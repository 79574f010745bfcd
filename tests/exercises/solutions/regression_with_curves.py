"""Answers to the exercises of regression with curves: right ones in many styles, wrong ones that are no known misconception."""

import math
from itertools import count as numbers

import numpy as np
import torch


def weighted(batch_losses, batch_sizes):
    return np.average(batch_losses, weights=batch_sizes)


def by_loop(batch_losses, batch_sizes):
    total = seen = 0
    for loss, size in zip(batch_losses, batch_sizes, strict=True):
        total, seen = total + loss * size, seen + size
    return total / seen


def by_tensor(batch_losses, batch_sizes):
    losses, sizes = torch.tensor(batch_losses), torch.tensor(batch_sizes)
    return (losses * sizes).sum() / sizes.sum()


def stop_by_loop(losses, patience):
    best, best_epoch, waiting = float("inf"), -1, 0
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, best_epoch, waiting = loss, epoch, 0
        else:
            waiting += 1
        if waiting >= patience:
            break
    return best_epoch, epoch


def stop_by_distance(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best == patience:
            return [best, epoch]
    return [best, len(losses) - 1]


def stop_by_running_minimum(losses, patience):
    losses = np.asarray(losses)
    first = [int(np.argmin(losses[: epoch + 1])) for epoch in range(len(losses))]
    for epoch, best in zip(numbers(), first, strict=False):
        if epoch - best >= patience:
            return best, epoch
    return np.int64(first[-1]), np.int64(len(losses) - 1)


def boot_by_index(errors_a, errors_b, rows, alpha):
    means = (errors_a - errors_b)[rows].mean(axis=1)
    return np.quantile(means, alpha / 2), np.quantile(means, 1 - alpha / 2)


def boot_by_loop(errors_a, errors_b, rows, alpha):
    means = [sum(errors_a[i] - errors_b[i] for i in row) / len(row) for row in rows]
    return list(np.percentile(means, [100 * alpha / 2, 100 * (1 - alpha / 2)]))


def boot_in_torch(errors_a, errors_b, rows, alpha):
    a, b, rows = torch.as_tensor(errors_a), torch.as_tensor(errors_b), torch.as_tensor(rows)
    means = a[rows].mean(1) - b[rows].mean(1)
    return torch.quantile(means, alpha / 2).item(), torch.quantile(means, 1 - alpha / 2).item()


def radius_by_sort(residuals, alpha):
    sizes = sorted(abs(r) for r in residuals)
    place = math.ceil((len(sizes) + 1) * (1 - alpha))
    return float("inf") if place > len(sizes) else sizes[place - 1]


def radius_by_partition(residuals, alpha):
    sizes = np.append(np.abs(residuals), np.inf)  # the new case may be beyond all
    return np.sort(sizes)[int(np.ceil(len(sizes) * (1 - alpha))) - 1]


def radius_by_kthvalue(residuals, alpha):
    sizes = torch.as_tensor(residuals).abs()
    place = math.ceil((len(sizes) + 1) * (1 - alpha))
    return torch.tensor(math.inf) if place > len(sizes) else sizes.kthvalue(place).values


def score_by_maximum(y, low, high, alpha):
    return np.mean(high - low + 2 / alpha * (np.maximum(low - y, 0) + np.maximum(y - high, 0)))


def score_by_where(y, low, high, alpha):
    return (high - low + np.where(y < low, 2 / alpha * (low - y), 0) + np.where(y > high, 2 / alpha * (y - high), 0)).mean()


def score_by_loop(y, low, high, alpha):
    total = 0.0
    for value, left, right in zip(y, low, high, strict=True):
        total += right - left
        total += 2 / alpha * (left - value if value < left else value - right if value > right else 0)
    return float(total / len(y))


RIGHT = {
    "regression-with-curves.epoch_loss": [weighted, by_loop, by_tensor],
    "regression-with-curves.early_stopping": [stop_by_loop, stop_by_distance, stop_by_running_minimum],
    "regression-with-curves.paired_bootstrap": [boot_by_index, boot_by_loop, boot_in_torch],
    "regression-with-curves.conformal_radius": [radius_by_sort, radius_by_partition, radius_by_kthvalue],
    "regression-with-curves.interval_score": [score_by_maximum, score_by_where, score_by_loop],
}

WRONG = {
    "regression-with-curves.epoch_loss": [
        lambda losses, sizes: losses[0],
        lambda losses, sizes: np.median(losses),
        lambda losses, sizes: np.average(losses, weights=sizes[::-1]),
    ],
    "regression-with-curves.early_stopping": [
        lambda losses, patience: (0, len(losses) - 1),
        lambda losses, patience: stop_by_loop(losses, patience)[::-1],
        lambda losses, patience: stop_by_loop(losses, patience)[0],
        lambda losses, patience: stop_by_loop(losses, 3),
    ],
    "regression-with-curves.paired_bootstrap": [
        lambda a, b, rows, alpha: boot_by_index(a, b, rows, 0.05),
        lambda a, b, rows, alpha: ((a - b).mean(), (a - b).mean()),
        lambda a, b, rows, alpha: boot_by_index(a, 0 * b, rows, alpha),
    ],
    "regression-with-curves.conformal_radius": [
        lambda residuals, alpha: np.max(np.abs(residuals)),
        lambda residuals, alpha: radius_by_sort(residuals, 0.1),
        lambda residuals, alpha: math.inf,
    ],
    "regression-with-curves.interval_score": [
        lambda y, low, high, alpha: -score_by_maximum(y, low, high, alpha),
        lambda y, low, high, alpha: score_by_maximum(y, low, high, 0.1),
        lambda y, low, high, alpha: np.mean((y - (low + high) / 2) ** 2),
    ],
    "regression-with-curves.best_loss_on_noise": [0, -1, 1e6, "1/12", [2.0]],
    "regression-with-curves.what_it_means": ["a", "overfitting", 2, ["a", "b"]],
}
