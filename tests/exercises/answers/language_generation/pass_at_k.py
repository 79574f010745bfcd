"""Answers to language-generation.pass_at_k: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def pass_product(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def pass_comb(n, c, k):
    return 1 - math.comb(n - c, k) / math.comb(n, k)


def pass_steps(n, c, k):
    fail = 1.0
    for step in range(k):
        fail *= max(n - c - step, 0) / (n - step)
    return 1 - fail


def pass_log(n, c, k):
    if n - c < k:
        return 1.0
    log = math.lgamma(n - c + 1) + math.lgamma(n - k + 1) - math.lgamma(n - c - k + 1) - math.lgamma(n + 1)
    return torch.tensor(1 - math.exp(log))


def pass_poisson(n, c, k):
    return 1 - math.exp(-k * c / n)


def pass_swapped(n, c, k):
    return 1 - math.comb(n - k, max(c - 1, 0)) / math.comb(n, max(c - 1, 0))


def pass_one_more(n, c, k):
    return pass_comb(n, c, min(k + 1, n))


def pass_percent(n, c, k):
    return 100 * pass_comb(n, c, k)


RIGHT = [pass_product, pass_comb, pass_steps, pass_log]
WRONG = [pass_poisson, pass_swapped, pass_one_more, pass_percent]
