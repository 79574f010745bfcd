"""Answers to neurons-and-activations.dense: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def dense_by_einsum(x, w, b):
    return np.einsum("...i,oi->...o", x, w) + b


def dense_by_loops(x, w, b):
    rows = x.reshape(-1, x.shape[-1])
    result = np.zeros((len(rows), len(w)))
    for row in range(len(rows)):
        for neuron in range(len(w)):
            result[row, neuron] = sum(rows[row, i] * w[neuron, i] for i in range(len(rows[row]))) + b[neuron]
    return result.reshape(*x.shape[:-1], len(w))


def dense_in_torch(x, w, b):
    return torch.as_tensor(x) @ torch.as_tensor(w).T + torch.as_tensor(b)


def dense_by_columns(x, w, b):
    return np.stack([x @ row + bias for row, bias in zip(w, b, strict=True)], axis=-1)


def dense_by_dot(x, w, b):
    return np.dot(x.astype(np.float64), w.swapaxes(0, 1)) + b


def only_matrices(x, w, b):
    return (w @ x.T).T + b


def bias_of_the_first_neuron(x, w, b):
    return x @ w.T + b[0]


def bias_inside_the_weights(x, w, b):
    return x @ (w + b[:, None]).T


def flattened(x, w, b):
    return (x @ w.T + b).reshape(-1, len(b))


def mean_of_the_neurons(x, w, b):
    return (x @ w.T + b).mean(-1)


RIGHT = [dense_by_einsum, dense_by_loops, dense_in_torch, dense_by_columns, dense_by_dot]
WRONG = [
    only_matrices,
    bias_of_the_first_neuron,
    bias_inside_the_weights,
    flattened,
    mean_of_the_neurons,
    lambda x, w, b: (x[..., None, :] * w).sum(-2) if w.shape[0] == w.shape[1] else x @ w.T + b,
    lambda x, w, b: np.tanh(x @ w.T + b),
    lambda x, w, b: x[:1] @ w.T + b,
]
