"""Answers to rise-of-big-models.training_flops: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def six(n, d):
    return 6 * n * d


def in_two_passes(n_params, n_tokens):
    forward = 2 * n_params * n_tokens
    return forward + 2 * forward


def numpy_product(n_params, n_tokens):
    return np.prod([6.0, n_params, n_tokens])


def torch_product(n_params, n_tokens):
    return torch.tensor([6.0, n_params, n_tokens], dtype=torch.float64).prod()


def eight_as_with_recomputation(n, d):
    return 8 * n * d


def squared(n, d):
    return 6 * n * n


def added(n, d):
    return 6 * (n + d)


def petaflop_days(n, d):
    return 6 * n * d / 86_400e15


RIGHT = [six, in_two_passes, numpy_product, torch_product]
WRONG = [eight_as_with_recomputation, squared, added, petaflop_days]
