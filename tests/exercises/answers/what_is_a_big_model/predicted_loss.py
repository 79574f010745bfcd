"""Answers to what-is-a-big-model.predicted_loss: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch

from .loss_sums import three_terms


def in_logarithms(n_params, n_tokens, constants):
    small = math.exp(math.log(constants["a"]) - constants["alpha"] * math.log(n_params))
    few = math.exp(math.log(constants["b"]) - constants["beta"] * math.log(n_tokens))
    return constants["e"] + small + few


def in_numpy(n_params, n_tokens, constants):
    powers = np.array([n_params, n_tokens]) ** -np.array([constants["alpha"], constants["beta"]])
    return np.array([constants["a"], constants["b"]]) @ powers + constants["e"]


def in_torch(n_params, n_tokens, constants):
    x = torch.tensor([n_params, n_tokens], dtype=torch.float64)
    terms = torch.tensor([constants["a"], constants["b"]]).double() / x ** torch.tensor([constants["alpha"], constants["beta"]]).double()
    return terms.sum() + constants["e"]


def perplexity(n, d, c):
    return math.exp(three_terms(n, d, c))


def largest_term(n, d, c):
    return c["e"] + max(c["a"] / n ** c["alpha"], c["b"] / d ** c["beta"])


def positive_exponents(n, d, c):
    return c["e"] + c["a"] * n ** c["alpha"] + c["b"] * d ** c["beta"]


def mean_exponent(n, d, c):
    middle = (c["alpha"] + c["beta"]) / 2
    return c["e"] + c["a"] / n**middle + c["b"] / d**middle


RIGHT = [three_terms, in_logarithms, in_numpy, in_torch]
WRONG = [perplexity, largest_term, positive_exponents, mean_exponent]
