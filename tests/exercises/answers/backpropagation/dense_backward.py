"""Answers to backpropagation.dense_backward: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def backward_by_einsum(x, w, grad_y):
    return np.einsum("no,oi->ni", grad_y, w), np.einsum("no,ni->oi", grad_y, x), np.einsum("no->o", grad_y)


def backward_by_loops(x, w, grad_y):
    grad_x, grad_w, grad_b = np.zeros_like(x), np.zeros_like(w), np.zeros(len(w))
    for n in range(len(x)):
        for o in range(len(w)):
            grad_b[o] += grad_y[n, o]
            grad_x[n] += grad_y[n, o] * w[o]
            grad_w[o] += grad_y[n, o] * x[n]
    return [grad_x, grad_w, grad_b]


def backward_in_torch(x, w, grad_y):
    x, w, grad_y = map(torch.as_tensor, (x, w, grad_y))
    return grad_y @ w, grad_y.T @ x, grad_y.sum(0)


def backward_in_float64(x, w, grad_y):
    x, w, grad_y = (each.astype(np.float64) for each in (x, w, grad_y))
    return np.dot(grad_y, w), np.dot(x.T, grad_y).T, np.ones(len(x)) @ grad_y


RIGHT = [backward_by_einsum, backward_by_loops, backward_in_torch, backward_in_float64]
WRONG = [
    lambda x, w, g: (g @ w, g.T @ x),
    lambda x, w, g: (g @ w, g.T @ x, g.sum()),
    lambda x, w, g: (g @ w, (g.T @ x)[:1], g.sum(0)),
    lambda x, w, g: (g @ w / len(x), g.T @ x, g.sum(0)),
    lambda x, w, g: (x @ w.T, g.T @ x, g.sum(0)),
    lambda x, w, g: (g @ w, g.T @ x, g.sum(0)[None]),
    lambda x, w, g: {"x": g @ w, "w": g.T @ x, "b": g.sum(0)},
]
