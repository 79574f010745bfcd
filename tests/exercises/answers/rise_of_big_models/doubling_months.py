"""Answers to rise-of-big-models.doubling_months: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np


def doubling(first, last, months):
    return months / math.log2(last / first)


def doubling_in_numpy(first, last, months):
    return months * np.log(2) / (np.log(last) - np.log(first))


def doubling_by_base(first, last, months):
    return months / math.log(last / first, 2)


def doubling_from_rate(first, last, months):
    rate = (last / first) ** (1 / months)
    return math.log(2) / math.log(rate)


def half_life(first, last, months):
    return -months / math.log2(first / last) if last > first else 0.0


def by_loop(first, last, months):
    count = 0
    while first < last:
        first, count = first * 2, count + 1
    return months / max(count, 1)


def rule_of_seventy(first, last, months):
    return 70 / (100 * ((last / first) ** (1 / months) - 1))


def in_years(first, last, months):
    return doubling(first, last, months) / 12


RIGHT = [doubling, doubling_in_numpy, doubling_by_base, doubling_from_rate]
WRONG = [half_life, by_loop, rule_of_seventy, in_years]
