"""Answers to gradient-descent.gd_step: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def step_in_torch(weights, gradient, learning_rate):
    return torch.as_tensor(weights) - learning_rate * torch.as_tensor(gradient)


def step_by_loops(weights, gradient, learning_rate):
    result = weights.copy()
    for index in np.ndindex(weights.shape):
        result[index] -= learning_rate * gradient[index]
    return result


def step_in_float64(weights, gradient, learning_rate):
    return np.subtract(weights.astype(np.float64), np.multiply(learning_rate, gradient))


def step_in_place(weights, gradient, learning_rate):
    weights -= learning_rate * gradient
    return weights


RIGHT = [step_in_torch, step_by_loops, step_in_float64, lambda w, g, rate: w - g * rate]
WRONG = [
    step_in_place,
    lambda w, g, rate: w - rate * g.mean(),
    lambda w, g, rate: w - g / rate,
    lambda w, g, rate: w - rate * g**2,
    lambda w, g, rate: (w - rate * g).ravel(),
    lambda w, g, rate: w - rate * np.abs(g),
]
