"""Answers to neurons-and-activations.gelu: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def gelu_by_math_erf(x):
    return np.array([0.5 * v * (1 + math.erf(v / 2**0.5)) for v in x.ravel().tolist()]).reshape(x.shape)


def gelu_by_torch_erf(x):
    x = torch.as_tensor(x)
    return 0.5 * x * (1 + torch.erf(x * 0.5**0.5))


def gelu_by_normal(x):
    x = torch.as_tensor(x)
    return x * torch.distributions.Normal(0.0, 1.0).cdf(x)


def gelu_by_erfc(x):
    return x * 0.5 * np.vectorize(math.erfc, otypes=[float])(-x / math.sqrt(2))


def gelu_by_scipy(x):
    from scipy.stats import norm

    return x * norm.cdf(x)


RIGHT = [gelu_by_math_erf, gelu_by_torch_erf, gelu_by_normal, gelu_by_erfc, gelu_by_scipy]
WRONG = [
    lambda x: np.maximum(x, 0),
    lambda x: gelu_by_math_erf(x) * 1.01,
    lambda x: gelu_by_math_erf(np.abs(x)),
    lambda x: np.where(np.abs(x) > 2, np.maximum(x, 0), gelu_by_math_erf(x)),
    lambda x: x * (x > 0) * 0.5,
    lambda x: x + gelu_by_math_erf(x),
    lambda x: gelu_by_math_erf(x).round(3),
]
