"""Answers to gradient-descent.momentum_step: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def momentum_in_numpy(weights, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + gradient
    return weights - learning_rate * new, new


def momentum_in_torch(weights, velocity, gradient, learning_rate, momentum):
    weights, velocity, gradient = map(torch.as_tensor, (weights, velocity, gradient))
    new = velocity.mul(momentum).add(gradient)
    return weights.sub(new, alpha=learning_rate), new


def momentum_by_loops(weights, velocity, gradient, learning_rate, momentum):
    new_weights, new_velocity = np.empty(weights.shape), np.empty(weights.shape)
    for index in np.ndindex(weights.shape):
        new_velocity[index] = momentum * velocity[index] + gradient[index]
        new_weights[index] = weights[index] - learning_rate * new_velocity[index]
    return [new_weights, new_velocity]


RIGHT = [momentum_in_numpy, momentum_in_torch, momentum_by_loops]
WRONG = [
    lambda w, v, g, rate, mu: momentum_in_numpy(w, v, g, rate, mu)[0],
    lambda w, v, g, rate, mu: momentum_in_numpy(w, v, g, rate, mu)[::-1],
    lambda w, v, g, rate, mu: momentum_in_numpy(w, v, g, -rate, mu),
    lambda w, v, g, rate, mu: momentum_in_numpy(w, v, g, rate, 0.9),
    lambda w, v, g, rate, mu: (momentum_in_numpy(w, v, g, rate, mu)[0], v),
    lambda w, v, g, rate, mu: momentum_in_numpy(w, v, g, rate, 1 - mu),
]
