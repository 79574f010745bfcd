"""Answers to the exercises of image recognition: right ones in several styles, and wrong ones that are no known misconception."""

import math

import numpy as np
import torch
from torch.nn import functional as F

# patchify


def by_permute(images, patch):
    B, C, H, W = images.shape
    return images.view(B, C, H // patch, patch, W // patch, patch).permute(0, 2, 4, 1, 3, 5).reshape(B, -1, C * patch * patch)


def by_unfold(images, patch):
    return F.unfold(images, kernel_size=patch, stride=patch).transpose(1, 2)


def by_loops(images, patch):
    rows, columns = images.shape[2] // patch, images.shape[3] // patch
    tokens = [
        images[:, :, row * patch : (row + 1) * patch, column * patch : (column + 1) * patch].flatten(1)
        for row in range(rows)
        for column in range(columns)
    ]
    return torch.stack(tokens, dim=1)


def in_numpy(images, patch):
    array = images.numpy().astype(np.float64)
    B, C, H, W = array.shape
    return np.einsum("bchpwq->bhwcpq", array.reshape(B, C, H // patch, patch, W // patch, patch)).reshape(B, -1, C * patch**2)


# normalise


def per_channel(training, testing):
    mean, deviation = training.mean(axis=(0, 2, 3), keepdims=True), training.std(axis=(0, 2, 3), keepdims=True)
    return (training - mean) / deviation, (testing - mean) / deviation


def channel_in_torch(training, testing):
    first, second = (torch.tensor(part).float() / 255 for part in (training, testing))
    mean = first.mean(dim=(0, 2, 3))[:, None, None]
    deviation = first.std(dim=(0, 2, 3), correction=0)[:, None, None]
    return (first - mean) / deviation, (second - mean) / deviation


def channel_by_channel(training, testing):
    results = [np.empty(part.shape, dtype=np.float32) for part in (training, testing)]
    for channel in range(training.shape[1]):
        mean, deviation = training[:, channel].mean(), training[:, channel].std()
        for part, result in zip((training, testing), results, strict=True):
            result[:, channel] = (part[:, channel] - mean) / deviation
    return results


def bytes_that_overflow(training, testing):
    mean = training.mean(axis=(0, 2, 3), keepdims=True).astype(np.uint8)
    deviation = training.std(axis=(0, 2, 3), keepdims=True)
    return (training - mean) / deviation, (testing - mean) / deviation


# top_k_accuracy


def by_argsort(scores, labels, k):
    return np.mean([label in row for label, row in zip(labels, np.argsort(-scores, axis=1)[:, :k], strict=True)])


def by_topk(scores, labels, k):
    best = torch.tensor(scores).topk(k, dim=1).indices
    return (best == torch.tensor(labels)[:, None]).any(dim=1).double().mean()


def by_rank(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    return float(((scores > own[:, None]).sum(axis=1) < k).mean())


def in_a_loop(scores, labels, k):
    hits = 0
    for row, label in zip(scores.tolist(), labels.tolist(), strict=True):
        hits += label in sorted(range(len(row)), key=lambda place: -row[place])[:k]
    return hits / len(labels)


# confusion_matrix


def by_add_at(labels, predictions, classes):
    table = np.zeros((classes, classes), dtype=int)
    np.add.at(table, (labels, predictions), 1)
    return table


def by_bincount(labels, predictions, classes):
    return np.bincount(labels * classes + predictions, minlength=classes**2).reshape(classes, classes)


def by_counting(labels, predictions, classes):
    table = torch.zeros(classes, classes)
    for label, prediction in zip(labels, predictions, strict=True):
        table[label, prediction] += 1
    return table


def by_one_hot(labels, predictions, classes):
    return np.eye(classes)[labels].T @ np.eye(classes)[predictions]


# wilson_interval


def wilson(hits, n, z=1.96):
    p = hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return middle - half, middle + half


def wilson_by_counts(hits, n, z=1.96):
    middle, half = hits + z**2 / 2, z * math.sqrt(hits * (n - hits) / n + z**2 / 4)
    return [(middle - half) / (n + z**2), (middle + half) / (n + z**2)]


def wilson_by_roots(hits, n, z=1.96):
    p = hits / n
    return np.sort(np.roots([1 + z**2 / n, -(2 * p + z**2 / n), p**2]).real)


def agresti_coull(hits, n, z=1.96):
    more = n + z**2
    p = (hits + z**2 / 2) / more
    half = z * math.sqrt(p * (1 - p) / more)
    return p - half, p + half


RIGHT = {
    "image-recognition.patchify": [by_permute, by_unfold, by_loops, in_numpy],
    "image-recognition.normalise": [per_channel, channel_in_torch, channel_by_channel],
    "image-recognition.top_k_accuracy": [by_argsort, by_topk, by_rank, in_a_loop],
    "image-recognition.confusion_matrix": [by_add_at, by_bincount, by_counting, by_one_hot],
    "image-recognition.wilson_interval": [wilson, wilson_by_counts, wilson_by_roots],
}

WRONG = {
    "image-recognition.patchify": [
        lambda images, patch: by_permute(images, patch)[:, :-1],
        lambda images, patch: by_permute(images, patch).transpose(1, 2),
        lambda images, patch: by_permute(images, patch)[:1].expand(len(images), -1, -1),
        lambda images, patch: F.unfold(images, kernel_size=patch, stride=1).transpose(1, 2),
        lambda images, patch: by_permute(images.flip(1), patch),
    ],
    "image-recognition.normalise": [
        bytes_that_overflow,
        lambda training, testing: per_channel(training, testing)[::-1],
        lambda training, testing: per_channel(training, testing)[0],
        lambda training, testing: tuple((part - training.mean(axis=(0, 2, 3), keepdims=True)) / 255 for part in (training, testing)),
    ],
    "image-recognition.top_k_accuracy": [
        lambda scores, labels, k: 1 - by_argsort(scores, labels, k),
        lambda scores, labels, k: by_argsort(np.abs(scores), labels, k),
        lambda scores, labels, k: np.mean(np.argsort(-scores, axis=1)[:, k - 1] == labels),
        lambda scores, labels, k: by_argsort(scores[:, ::-1], labels, k),
    ],
    "image-recognition.confusion_matrix": [
        lambda labels, predictions, classes: by_add_at(labels, labels, classes),
        lambda labels, predictions, classes: by_add_at(labels, predictions, classes)[::-1],
        lambda labels, predictions, classes: by_add_at(labels, predictions, classes).astype(bool),
        lambda labels, predictions, classes: by_add_at(labels[:-1], predictions[:-1], classes),
    ],
    "image-recognition.wilson_interval": [
        agresti_coull,
        lambda hits, n, z=1.96: wilson(hits, n, z)[::-1],
        lambda hits, n, z=1.96: wilson(n - hits, n, z),
        lambda hits, n, z=1.96: wilson(hits, n, z / 2),
        lambda hits, n, z=1.96: wilson(max(1, min(hits, n - 1)), n, z),
    ],
    "image-recognition.attention_entries": [0, 1.0, "49", [2500], -1],
    "image-recognition.which_is_better": ["a", "b", "d", "cd", "neither", 3],
}
