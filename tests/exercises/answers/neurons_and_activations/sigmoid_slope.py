"""Answers to neurons-and-activations.sigmoid_slope: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch

from .sigmoids import sigmoid_by_cases


def slope_by_the_output(x):
    s = sigmoid_by_cases(x)
    return s * (1 - s)


def slope_by_tanh(x):
    return (1 - np.tanh(x / 2) ** 2) / 4


def slope_in_torch(x):
    x = torch.as_tensor(x, dtype=torch.float64)
    s = 1 / (1 + torch.exp(-x))
    return s - s**2


def slope_by_loops(x):
    small = [math.exp(-abs(float(each))) for each in x.ravel()]
    return np.array([each / (1 + each) ** 2 for each in small]).reshape(x.shape)


RIGHT = [slope_by_the_output, slope_by_tanh, slope_in_torch, slope_by_loops]
WRONG = [
    lambda x: np.full(x.shape, 0.25),
    lambda x: sigmoid_by_cases(x) * sigmoid_by_cases(x - 1),
    lambda x: np.maximum(0.25 - x**2 / 16, 0),
    lambda x: -slope_by_the_output(x),
    lambda x: slope_by_the_output(x) * 4,
    lambda x: slope_by_the_output(x).ravel(),
    lambda x: np.sign(x) * slope_by_the_output(x),
]
