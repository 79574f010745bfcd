"""Answers to what-is-a-big-model.chinchilla_optimal: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
from scipy.optimize import minimize_scalar

from .loss_sums import three_terms, vectorised


def by_formula(flops, constants):
    alpha, beta = constants["alpha"], constants["beta"]
    g = (alpha * constants["a"] / (beta * constants["b"])) ** (1 / (alpha + beta))
    n = g * (flops / 6) ** (beta / (alpha + beta))
    return n, flops / 6 / n


def by_minimising(flops, constants):
    found = minimize_scalar(
        lambda u: three_terms(math.exp(u), flops / 6 / math.exp(u), constants),
        bounds=(0, math.log(flops / 6)),
        method="bounded",
        options={"xatol": 1e-10},
    )
    n = math.exp(found.x)
    return [n, flops / (6 * n)]


def by_a_fine_grid(flops, constants):
    sizes = np.exp(np.linspace(np.log(1e4), np.log(1e16), 40_001))
    best = sizes[vectorised(flops, sizes, constants).argmin()]
    return np.array([best, flops / 6 / best])


def by_bisection(flops, constants):
    low, high = 0.0, math.log(flops / 6)
    for _ in range(200):
        middle = (low + high) / 2
        n = math.exp(middle)
        gain = constants["alpha"] * constants["a"] / n ** constants["alpha"]
        other = constants["beta"] * constants["b"] / (flops / 6 / n) ** constants["beta"]
        low, high = (middle, high) if gain > other else (low, middle)
    return (math.exp(low), flops / 6 / math.exp(low))


def coarse_grid(flops, constants):
    sizes = 10.0 ** np.arange(5, 14)
    best = sizes[vectorised(flops, sizes, constants).argmin()]
    return best, flops / 6 / best


def always_largest(flops, constants):
    return flops / 6, 1.0


def printed_constants(flops, constants):
    return by_formula(flops, {"e": 1.69, "a": 406.4, "b": 410.7, "alpha": 0.34, "beta": 0.28})


def no_tokens(flops, constants):
    return by_formula(flops, constants)[0]


RIGHT = [by_formula, by_minimising, by_a_fine_grid, by_bisection]
WRONG = [coarse_grid, always_largest, printed_constants, no_tokens]
