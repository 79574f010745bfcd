"""Answers to binary-classifier.training_step: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch
from torch.nn import functional as F


def step_in_numpy(x, y, w1, b1, w2, b2, learning_rate):
    h = np.tanh(x @ w1 + b1)
    d = (1 / (1 + np.exp(-(h @ w2 + b2))) - y) / len(y)
    dh = d[:, None] * w2 * (1 - h * h)
    return w1 - learning_rate * x.T @ dh, b1 - learning_rate * dh.sum(axis=0), w2 - learning_rate * h.T @ d, b2 - learning_rate * d.sum()


def step_by_autograd(x, y, w1, b1, w2, b2, learning_rate):
    weights = [torch.tensor(np.asarray(w), dtype=torch.float64, requires_grad=True) for w in (w1, b1, w2, b2)]
    x, y = torch.tensor(x, dtype=torch.float64), torch.tensor(y, dtype=torch.float64)
    scores = torch.tanh(x @ weights[0] + weights[1]) @ weights[2] + weights[3]
    F.binary_cross_entropy_with_logits(scores, y).backward()
    return [w.detach() - learning_rate * w.grad for w in weights]


def step_by_rows(x, y, w1, b1, w2, b2, learning_rate):
    g1, gb1, g2, gb2 = np.zeros(w1.shape), np.zeros(b1.shape), np.zeros(w2.shape), 0.0
    for row, label in zip(x, y, strict=True):
        h = np.tanh(row @ w1 + b1)
        d = 1 / (1 + math.exp(-(h @ w2 + b2))) - label
        g2, gb2 = g2 + d * h, gb2 + d
        back = d * w2 * (1 - h**2)
        g1, gb1 = g1 + np.outer(row, back), gb1 + back
    n = len(x)
    return (w1 - learning_rate * g1 / n, b1 - learning_rate * gb1 / n, w2 - learning_rate * g2 / n, b2 - learning_rate * gb2 / n)


def only_the_last_layer(x, y, w1, b1, w2, b2, learning_rate):
    _, _, w, b = step_in_numpy(x, y, w1, b1, w2, b2, learning_rate)
    return w1, b1, w, b


def half_a_step(x, y, w1, b1, w2, b2, learning_rate):
    return step_in_numpy(x, y, w1, b1, w2, b2, learning_rate / 2)


def first_row_only(x, y, w1, b1, w2, b2, learning_rate):
    return step_in_numpy(x[:1], y[:1], w1, b1, w2, b2, learning_rate)


RIGHT = [step_in_numpy, step_by_autograd, step_by_rows]
WRONG = [only_the_last_layer, half_a_step, first_row_only]
