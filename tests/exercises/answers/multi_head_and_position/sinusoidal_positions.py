"""Answers to multi-head-and-position.sinusoidal_positions: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def waves_in_torch(n, d):
    table = torch.zeros(n, d)
    angles = torch.arange(n)[:, None] / 10_000 ** (torch.arange(0, d, 2) / d)
    table[:, 0::2], table[:, 1::2] = angles.sin(), angles.cos()
    return table


def waves_in_numpy(n, d):
    angles = np.outer(np.arange(n), 1 / 10_000 ** (np.arange(0, d, 2) / d))
    table = np.empty((n, d))
    table[:, ::2], table[:, 1::2] = np.sin(angles), np.cos(angles)
    return table


def waves_by_loops(n, d):
    rows = []
    for t in range(n):
        row = []
        for i in range(d // 2):
            angle = t * math.exp(-math.log(10_000) * 2 * i / d)
            row += [math.sin(angle), math.cos(angle)]
        rows.append(row)
    return torch.tensor(rows, dtype=torch.float64)


def waves_base_thousand(n, d):
    angles = np.outer(np.arange(n), 1 / 1_000 ** (np.arange(0, d, 2) / d))
    return np.stack([np.sin(angles), np.cos(angles)], -1).reshape(n, d)


def waves_in_degrees(n, d):
    angles = np.deg2rad(np.outer(np.arange(n), 1 / 10_000 ** (np.arange(0, d, 2) / d)))
    return np.stack([np.sin(angles), np.cos(angles)], -1).reshape(n, d)


def waves_one_less(n, d):
    return waves_in_numpy(n - 1, d)


def waves_as_nested_lists(n, d):
    return waves_in_numpy(n, d).tolist()


def waves_scaled(n, d):
    return waves_in_numpy(n, d) / math.sqrt(d)


RIGHT = [waves_in_torch, waves_in_numpy, waves_by_loops]
WRONG = [
    waves_base_thousand,
    waves_in_degrees,
    waves_one_less,
    waves_as_nested_lists,
    waves_scaled,
]
