"""Answers to regression-with-curves.early_stopping: right ones in several styles, wrong ones that are no known mistake."""

from itertools import count as numbers

import numpy as np


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


RIGHT = [stop_by_loop, stop_by_distance, stop_by_running_minimum]
WRONG = [
    lambda losses, patience: (0, len(losses) - 1),
    lambda losses, patience: stop_by_loop(losses, patience)[::-1],
    lambda losses, patience: stop_by_loop(losses, patience)[0],
    lambda losses, patience: stop_by_loop(losses, 3),
]
