"""Answers to gradient-descent.rmsprop_step: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def rmsprop_in_numpy(weights, square, gradient, learning_rate, alpha, eps):
    new = alpha * square + (1 - alpha) * gradient * gradient
    return weights - learning_rate * gradient / (new**0.5 + eps), new


def rmsprop_in_torch(weights, square, gradient, learning_rate, alpha, eps):
    weights, square, gradient = map(torch.as_tensor, (weights, square, gradient))
    square = torch.lerp(gradient.square(), square, alpha)
    return weights.addcdiv(gradient, square.sqrt() + eps, value=-learning_rate), square


def rmsprop_by_loops(weights, square, gradient, learning_rate, alpha, eps):
    new_weights, new_square = np.empty(weights.shape), np.empty(weights.shape)
    for index in np.ndindex(weights.shape):
        new_square[index] = alpha * square[index] + (1 - alpha) * gradient[index] ** 2
        new_weights[index] = weights[index] - learning_rate * gradient[index] / (math.sqrt(new_square[index]) + eps)
    return [new_weights, new_square]


def rmsprop_from_the_difference(weights, square, gradient, learning_rate, alpha, eps):
    new = square + (1 - alpha) * (gradient**2 - square)
    return weights - gradient * (learning_rate / (np.sqrt(new) + eps)), new


RIGHT = [rmsprop_in_numpy, rmsprop_in_torch, rmsprop_by_loops, rmsprop_from_the_difference]
WRONG = [
    lambda w, s, g, rate, alpha, eps: rmsprop_in_numpy(w, s, g, rate, alpha, eps)[0],
    lambda w, s, g, rate, alpha, eps: rmsprop_in_numpy(w, s, g, rate, alpha, eps)[::-1],
    lambda w, s, g, rate, alpha, eps: rmsprop_in_numpy(w, s, g, -rate, alpha, eps),
    lambda w, s, g, rate, alpha, eps: (rmsprop_in_numpy(w, s, g, rate, alpha, eps)[0], s),
    lambda w, s, g, rate, alpha, eps: rmsprop_in_numpy(w, s, g, rate, 0.99, eps),
    lambda w, s, g, rate, alpha, eps: rmsprop_in_numpy(w, s, g, rate, alpha, 1e-8),
    lambda w, s, g, rate, alpha, eps: rmsprop_in_numpy(w, s.mean(), g, rate, alpha, eps),
]
