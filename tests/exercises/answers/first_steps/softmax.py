"""Answers to first-steps.softmax: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def numpy_in_three_lines(x, axis):
    shifted = x - x.max(axis=axis, keepdims=True)
    exponentials = np.exp(shifted)
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


def torch_with_a_tensor_as_result(x, axis):
    x = torch.as_tensor(x)
    x = (x - x.amax(dim=axis, keepdim=True)).exp()
    return x / x.sum(dim=axis, keepdim=True)


def plain_loops(x, axis):
    rows = np.moveaxis(x, axis, -1)
    result = np.empty(rows.shape)
    for index in np.ndindex(rows.shape[:-1]):
        top = max(float(score) for score in rows[index])
        powers = [math.exp(float(score) - top) for score in rows[index]]
        result[index] = [power / sum(powers) for power in powers]
    return np.moveaxis(result, -1, axis)


def one_vector_at_a_time(x, axis):
    def of_a_vector(scores):
        powers = np.exp(scores - np.max(scores))
        return powers / np.sum(powers)

    return np.apply_along_axis(of_a_vector, axis, x.astype(np.float64))


def through_the_logarithm_of_the_sum(x, axis):
    return np.exp(x - np.logaddexp.reduce(x, axis=axis, keepdims=True))


def by_einsum(x, axis):
    rows = np.swapaxes(x, axis, -1)
    powers = np.exp(rows - rows.max(-1, keepdims=True))
    return np.swapaxes(np.einsum("...i,...->...i", powers, 1 / np.einsum("...i->...", powers)), axis, -1)


def divided_by_the_mean(x, axis):
    powers = np.exp(x - x.max(axis, keepdims=True))
    return powers / powers.mean(axis, keepdims=True)


def powers_of_two(x, axis):
    powers = np.exp2(x - x.max(axis, keepdims=True))
    return powers / powers.sum(axis, keepdims=True)


def sign_of_the_scores_lost(x, axis):
    with np.errstate(all="ignore"):
        powers = np.exp(-(x - x.max(axis, keepdims=True)))
        return powers / powers.sum(axis, keepdims=True)


def absolute_scores(x, axis):
    powers = np.exp(np.abs(x) - np.abs(x).max(axis, keepdims=True))
    return powers / powers.sum(axis, keepdims=True)


def clipped_instead_of_shifted(x, axis):
    powers = np.exp(np.clip(x, -80, 80))
    return powers / powers.sum(axis, keepdims=True)


def shifted_by_the_minimum(x, axis):
    with np.errstate(all="ignore"):
        powers = np.exp(x - x.min(axis, keepdims=True).clip(-50))
        return powers / powers.sum(axis, keepdims=True)


def for_rows_and_columns_only(x, axis):
    powers = np.exp(x - x.max(axis, keepdims=True))
    return powers / powers.sum(axis)[:, None] if axis in (1, -1) else powers / powers.sum(axis)


def axis_counted_from_the_front_only(x, axis):
    axis = max(axis, 0)
    powers = np.exp(x - x.max(axis, keepdims=True))
    return powers / powers.sum(axis, keepdims=True)


def standardised_first(x, axis):
    x = (x - x.mean(axis, keepdims=True)) / x.std(axis, keepdims=True)
    return numpy_in_three_lines(x, axis)


def winner_takes_all(x, axis):
    return (x == x.max(axis, keepdims=True)).astype(float)


def the_same_for_all(x, axis):
    return np.full(x.shape, 1 / x.shape[axis])


def changes_its_input(x, axis):
    x -= x.max(axis, keepdims=True)
    np.exp(x, out=x)
    x /= x.sum(axis, keepdims=True)
    return x


def without_its_last_digits(x, axis):
    return numpy_in_three_lines(x, axis).round(2)


RIGHT = [
    numpy_in_three_lines,
    torch_with_a_tensor_as_result,
    plain_loops,
    one_vector_at_a_time,
    through_the_logarithm_of_the_sum,
    by_einsum,
]
WRONG = [
    divided_by_the_mean,
    powers_of_two,
    sign_of_the_scores_lost,
    absolute_scores,
    clipped_instead_of_shifted,
    shifted_by_the_minimum,
    for_rows_and_columns_only,
    axis_counted_from_the_front_only,
    standardised_first,
    winner_takes_all,
    the_same_for_all,
    changes_its_input,
    without_its_last_digits,
]
