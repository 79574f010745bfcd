"""Answers to the exercises of the binary classifier: right ones in many styles, wrong ones that are no known misconception."""

import math

import numpy as np
import torch
from torch.nn import functional as F

# predict


def in_numpy(x, w1, b1, w2, b2):
    return 1 / (1 + np.exp(-np.clip(np.tanh(x @ w1 + b1) @ w2 + b2, -500, 500).astype(np.float64)))


def in_torch(x, w1, b1, w2, b2):
    x, w1, b1, w2 = (torch.as_tensor(each) for each in (x, w1, b1, w2))
    return torch.sigmoid(torch.tanh(x @ w1 + b1) @ w2 + b2)


def by_loops(x, w1, b1, w2, b2):
    out = []
    for row in x:
        hidden = [math.tanh(sum(row[i] * w1[i, j] for i in range(len(row))) + b1[j]) for j in range(len(b1))]
        score = sum(h * w for h, w in zip(hidden, w2, strict=True)) + b2
        out.append(1 / (1 + math.exp(-score)) if score > 0 else math.exp(max(score, -700)) / (1 + math.exp(max(score, -700))))
    return np.array(out)


def column_squeezed(x, w1, b1, w2, b2):
    hidden = np.tanh(np.einsum("nf,fh->nh", x, w1) + b1[None])
    return (0.5 + 0.5 * np.tanh((hidden @ w2[:, None] + b2) / 2)).squeeze(-1)


def with_an_overflowing_sigmoid(x, w1, b1, w2, b2):
    e = np.exp((np.tanh(x @ w1 + b1) @ w2 + b2).astype(np.float32))
    return e / (1 + e)


# loss_from_logits


def loss_by_formula(logits, labels):
    z, y = np.ravel(logits).astype(np.float64), np.ravel(labels)
    return (np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))).mean()


def loss_by_logaddexp(logits, labels):
    z = logits.reshape(-1)
    return float(np.mean(np.where(labels == 1, np.logaddexp(0, -z), np.logaddexp(0, z))))


def loss_by_softplus(logits, labels):
    z, y = torch.as_tensor(logits).flatten(), torch.as_tensor(labels)
    return (F.softplus(z) - y * z).mean()


def loss_by_logsigmoid(logits, labels):
    z, y = torch.as_tensor(logits).reshape(-1), torch.as_tensor(labels)
    return -(y * F.logsigmoid(z) + (1 - y) * F.logsigmoid(-z)).mean().item()


def loss_as_two_classes(logits, labels):
    z = torch.tensor(logits).reshape(-1)
    return F.cross_entropy(torch.stack([torch.zeros_like(z), z], dim=1), torch.tensor(labels).long())


def loss_of_balanced_classes(logits, labels):
    losses = np.logaddexp(0, (1 - 2 * labels) * np.ravel(logits))
    return (losses[labels == 1].mean() + losses[labels == 0].mean()) / 2


def loss_by_loop(logits, labels):
    total = 0.0
    for z, y in zip(np.ravel(logits).tolist(), np.ravel(labels).tolist(), strict=True):
        total += max(z, 0) - z * y + math.log(1 + math.exp(-abs(z)))
    return total / len(labels)


# training_step


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


# wilson_interval


def wilson_by_roots(right, n, z):
    """The two shares p with |share − p| = z·√(p(1 − p)/n)."""
    share = right / n
    a, b, c = 1 + z**2 / n, -(2 * share + z**2 / n), share**2
    root = np.sqrt(max(b * b - 4 * a * c, 0.0))
    return ((-b - root) / (2 * a), (-b + root) / (2 * a))


def wilson_by_formula(right, n, z):
    p = right / n
    d = 1 + z * z / n
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return [(p + z * z / (2 * n)) / d - half, (p + z * z / (2 * n)) / d + half]


def wilson_with_counts(right, n, z):
    wrong = n - right
    half = z / (n + z**2) * np.sqrt(right * wrong / n + z**2 / 4)
    centre = (right + z**2 / 2) / (n + z**2)
    return centre - half, centre + half


# sensitivity_specificity


def rates_by_masks(probabilities, labels, threshold):
    alarm = probabilities >= threshold
    return (alarm & (labels == 1)).sum() / (labels == 1).sum(), (~alarm & (labels == 0)).sum() / (labels == 0).sum()


def rates_by_loop(probabilities, labels, threshold):
    found = quiet = ill = 0
    for p, y in zip(probabilities, labels, strict=True):
        ill += y
        found += y == 1 and p >= threshold
        quiet += y == 0 and p < threshold
    return [float(found / ill), float(quiet / (len(labels) - ill))]


def rates_in_torch(probabilities, labels, threshold):
    p, y = torch.as_tensor(probabilities), torch.as_tensor(labels).bool()
    return (p[y] >= threshold).double().mean(), (p[~y] < threshold).double().mean()


RIGHT = {
    "binary-classifier.predict": [in_numpy, in_torch, by_loops, column_squeezed],
    "binary-classifier.loss_from_logits": [
        loss_by_formula,
        loss_by_logaddexp,
        loss_by_softplus,
        loss_by_logsigmoid,
        loss_by_loop,
        loss_as_two_classes,
    ],
    "binary-classifier.training_step": [step_in_numpy, step_by_autograd, step_by_rows],
    "binary-classifier.wilson_interval": [wilson_by_roots, wilson_by_formula, wilson_with_counts],
    "binary-classifier.sensitivity_specificity": [rates_by_masks, rates_by_loop, rates_in_torch],
}

WRONG = {
    "binary-classifier.predict": [
        with_an_overflowing_sigmoid,
        lambda x, w1, b1, w2, b2: np.full(len(x), 0.5),
        lambda x, w1, b1, w2, b2: in_numpy(x, w1, b1, w2, b2).mean(),
        lambda x, w1, b1, w2, b2: 1 - in_numpy(x, w1, b1, w2, b2),
    ],
    "binary-classifier.loss_from_logits": [
        lambda logits, labels: -loss_by_formula(logits, labels),
        lambda logits, labels: float(np.median(np.logaddexp(0, -np.ravel(logits)))),
        lambda logits, labels: loss_by_formula(np.clip(logits, -50, 50), labels),
        lambda logits, labels: np.log(2),
        loss_of_balanced_classes,
    ],
    "binary-classifier.training_step": [only_the_last_layer, half_a_step, first_row_only],
    "binary-classifier.wilson_interval": [
        lambda right, n, z: (right / n, right / n),
        lambda right, n, z: wilson_by_formula(right, n, 1.96),
        lambda right, n, z: wilson_by_formula(right, n, z)[::-1],
        lambda right, n, z: (0.0, 1.0),
    ],
    "binary-classifier.sensitivity_specificity": [
        lambda p, y, t: rates_by_masks(p, y, 0.5),
        lambda p, y, t: (1.0, 1.0),
        lambda p, y, t: rates_by_masks(p, 1 - y, t),
        lambda p, y, t: (((p >= t) == (y == 1)).mean(), ((p >= t) == (y == 1)).mean()),
    ],
    "binary-classifier.what_helps": ["a", "hidden layer", 4, ["a", "d"]],
    "binary-classifier.loss_of_the_share": [0, -1, 0.25, "ln 2", [0.4]],
}
