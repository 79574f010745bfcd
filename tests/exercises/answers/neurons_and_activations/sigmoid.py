"""Answers to neurons-and-activations.sigmoid: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch

from .sigmoids import sigmoid_by_cases


def sigmoid_by_masks(x):
    result = np.empty_like(x)
    result[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    result[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return result


def sigmoid_in_torch(x):
    x = torch.as_tensor(x, dtype=torch.float64)
    return 1 / (1 + torch.exp(-x))


def sigmoid_by_tanh(x):
    return 0.5 * (1 + np.tanh(x / 2))


def sigmoid_by_loops(x):
    def of_one(number):
        return 1 / (1 + math.exp(-number)) if number >= 0 else math.exp(number) / (1 + math.exp(number))

    return np.array([of_one(float(each)) for each in x.ravel()]).reshape(x.shape)


def sigmoid_clipped_far_out(x):
    return 1 / (1 + np.exp(-np.clip(x, -60, 60)))


def sigmoid_by_logaddexp(x):
    return np.exp(-np.logaddexp(0, -x))


def clipped_too_early(x):
    return 1 / (1 + np.exp(-np.clip(x, -5, 5)))


def straight_line(x):
    return np.clip(0.5 + x / 4, 0, 1)


def power_of_two(x):
    return 1 / (1 + np.exp2(-np.clip(x, -60, 60)))


def of_the_absolute_value(x):
    return 1 / (1 + np.exp(-np.abs(x)))


def algebraic(x):
    return 0.5 * (1 + x / (1 + np.abs(x)))


def far_out_is_nan_to_num(x):
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.exp(x) / (1 + np.exp(x)))


def changed_in_place(x):
    np.clip(x, -60, 60, out=x)
    return 1 / (1 + np.exp(-x))


RIGHT = [
    sigmoid_by_cases,
    sigmoid_by_masks,
    sigmoid_in_torch,
    sigmoid_by_tanh,
    sigmoid_by_loops,
    sigmoid_clipped_far_out,
    sigmoid_by_logaddexp,
]
WRONG = [
    clipped_too_early,
    straight_line,
    power_of_two,
    of_the_absolute_value,
    algebraic,
    far_out_is_nan_to_num,
    changed_in_place,
    lambda x: sigmoid_by_cases(x).round(2),
    lambda x: sigmoid_by_cases(x) > 0.5,
    lambda x: sigmoid_by_cases(x.ravel()),
    lambda x: sigmoid_by_cases(x).astype(int),
]
