"""Answers to the exercises of the errata lab: right ones in many styles, wrong ones that are no known misconception."""

import math

import numpy as np
import torch


def mse_in_numpy(predictions, labels):
    p, y = np.ravel(predictions), np.ravel(labels)
    if p.shape != y.shape:
        raise ValueError(f"{p.shape} and {y.shape}")
    return np.mean((p - y) ** 2)


def mse_in_torch(predictions, labels):
    p, y = torch.as_tensor(predictions).flatten(), torch.as_tensor(labels).flatten()
    assert len(p) == len(y)
    return ((p - y) ** 2).mean()


def mse_by_loop(predictions, labels):
    pairs = list(zip(np.ravel(predictions).tolist(), np.ravel(labels).tolist(), strict=True))
    return sum((p - y) ** 2 for p, y in pairs) / len(pairs)


def mse_that_refuses_nothing(predictions, labels):
    p, y = np.ravel(predictions), np.ravel(labels)
    return np.mean((p - y) ** 2)


def log_loss_by_where(probabilities, labels):
    with np.errstate(divide="ignore"):
        return -np.mean(np.log(np.where(labels == 1, probabilities, 1 - probabilities)))


def log_loss_by_loop(probabilities, labels):
    total = 0.0
    for p, y in zip(probabilities, labels, strict=True):
        chance = float(p if y else 1 - p)
        total += -math.log(chance) if chance > 0 else math.inf
    return total / len(labels)


def log_loss_by_xlogy(probabilities, labels):
    p, y = torch.as_tensor(probabilities), torch.as_tensor(labels).double()
    return -(torch.xlogy(y, p) + torch.xlogy(1 - y, 1 - p)).mean()


def bert_by_parts(vocabulary, positions, segments, layers, width):
    attention = 4 * (width * width + width)
    feed_forward = width * 4 * width + 4 * width + 4 * width * width + width
    norms = 2 * 2 * width
    embeddings = (vocabulary + positions + segments) * width + 2 * width
    return embeddings + layers * (attention + feed_forward + norms) + width * width + width


def bert_by_shapes(vocabulary, positions, segments, layers, width):
    inner = 4 * width
    block = [(width, width), (width,)] * 4 + [(width, inner), (inner,), (inner, width), (width,)] + [(width,)] * 4
    rest = [(vocabulary, width), (positions, width), (segments, width), (width,), (width,), (width, width), (width,)]
    return int(sum(np.prod(shape) for shape in block * layers + rest))


def bert_in_float(vocabulary, positions, segments, layers, width):
    return float(bert_by_parts(vocabulary, positions, segments, layers, width))


def share_of_the_peak(parameters, tokens_per_second, chips, peak):
    return parameters * 6 * tokens_per_second / chips / peak


def share_in_numpy(parameters, tokens_per_second, chips, peak):
    return np.float64(6) * parameters * tokens_per_second / np.multiply(float(chips), peak)


def share_in_torch(parameters, tokens_per_second, chips, peak):
    return torch.tensor(6.0 * parameters * tokens_per_second, dtype=torch.float64) / (chips * peak)


def names_by_loop(rows):
    found = []
    for row in rows:
        if row["width"] / row["heads"] != row["head_size"]:
            found.append(row["name"])
    return found


def names_by_comprehension(rows):
    return [row["name"] for row in rows if row["width"] - row["heads"] * row["head_size"]]


def names_by_filter(rows):
    return [row["name"] for row in filter(lambda row: row["heads"] * row["head_size"] != row["width"], rows)]


RIGHT = {
    "errata-lab.mean_squared_error": [mse_in_numpy, mse_in_torch, mse_by_loop],
    "errata-lab.log_loss": [log_loss_by_where, log_loss_by_loop, log_loss_by_xlogy],
    "errata-lab.bert_parameters": [bert_by_parts, bert_by_shapes, bert_in_float],
    "errata-lab.utilisation": [share_of_the_peak, share_in_numpy, share_in_torch],
    "errata-lab.contradicting_rows": [names_by_loop, names_by_comprehension, names_by_filter],
}

WRONG = {
    "errata-lab.mean_squared_error": [
        mse_that_refuses_nothing,
        lambda predictions, labels: float(np.median((np.ravel(predictions) - np.ravel(labels)) ** 2)),
        lambda predictions, labels: float(np.mean(np.ravel(predictions) - np.ravel(labels)) ** 2),
    ],
    "errata-lab.log_loss": [
        lambda p, y: -log_loss_by_where(p, y),
        lambda p, y: log_loss_by_where(1 - p, y),
        lambda p, y: float(np.mean((p - y) ** 2)),
        lambda p, y: float(np.nan_to_num(log_loss_by_where(p, y), posinf=0.0)),
    ],
    "errata-lab.bert_parameters": [
        lambda v, p, s, n, c: 110_000_000,
        lambda v, p, s, n, c: bert_by_parts(v, p, s, n, c) + 1,
        lambda v, p, s, n, c: bert_by_parts(v, p, s, n - 1, c),
        lambda v, p, s, n, c: round(bert_by_parts(v, p, s, n, c), -6),
    ],
    "errata-lab.utilisation": [
        lambda n, rate, chips, peak: 0.4,
        lambda n, rate, chips, peak: n * rate / (chips * peak),
        lambda n, rate, chips, peak: 6 * n * rate / chips,
    ],
    "errata-lab.contradicting_rows": [
        lambda rows: [],
        lambda rows: [row["name"] for row in rows],
        lambda rows: len(names_by_loop(rows)),
        lambda rows: ", ".join(names_by_loop(rows)),
        lambda rows: names_by_loop(rows)[::-1],
    ],
    "errata-lab.first_adam_step": [0, -1, 0.001, "3.16 times", [3.16]],
    "errata-lab.how_the_decoder_reads": ["a", "cross-attention", 2, ["b", "c"]],
}
