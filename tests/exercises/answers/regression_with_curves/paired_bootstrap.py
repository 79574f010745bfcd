"""Answers to regression-with-curves.paired_bootstrap: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


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


RIGHT = [boot_by_index, boot_by_loop, boot_in_torch]
WRONG = [
    lambda a, b, rows, alpha: boot_by_index(a, b, rows, 0.05),
    lambda a, b, rows, alpha: ((a - b).mean(), (a - b).mean()),
    lambda a, b, rows, alpha: boot_by_index(a, 0 * b, rows, alpha),
]
