"""Answers to privacy-and-security.laplace_mechanism: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def by_formula(value, sensitivity, epsilon, uniform):
    return value - sensitivity / epsilon * np.sign(uniform) * np.log(1 - 2 * np.abs(uniform))


def by_log1p(value, sensitivity, epsilon, uniform):
    return np.array([value - sensitivity / epsilon * math.copysign(1, u) * math.log1p(-2 * abs(u)) for u in uniform])


def by_torch(value, sensitivity, epsilon, uniform):
    u = torch.tensor(uniform)
    return value - u.sign() * (1 - 2 * u.abs()).log() * (sensitivity / epsilon)


def by_quantile(value, sensitivity, epsilon, uniform):
    p = uniform + 0.5
    noise = np.where(p < 0.5, np.log(np.maximum(2 * p, 1e-300)), -np.log(np.maximum(2 * (1 - p), 1e-300)))
    return value + noise * sensitivity / epsilon


RIGHT = [by_formula, by_log1p, by_torch, by_quantile]
WRONG = [
    lambda value, sensitivity, epsilon, uniform: by_formula(value, 2 * sensitivity, epsilon, uniform),
    lambda value, sensitivity, epsilon, uniform: value - sensitivity / epsilon * np.sign(uniform) * np.log(1 - np.abs(uniform)),
    lambda value, sensitivity, epsilon, uniform: np.round(by_formula(value, sensitivity, epsilon, uniform)),
    lambda value, sensitivity, epsilon, uniform: value * by_formula(1.0, sensitivity, epsilon, uniform),
]
