"""Answers to sentiment.tf_idf: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch
from torch.nn import functional as F


def tf_idf_numpy(counts):
    factor = np.log((1 + counts.shape[0]) / (1 + np.count_nonzero(counts, axis=0))) + 1
    weights = counts * factor
    length = np.linalg.norm(weights, axis=1, keepdims=True)
    return np.divide(weights, length, out=np.zeros_like(weights), where=length > 0)


def tf_idf_loops(counts):
    texts, words = counts.shape
    rows = []
    for text in counts:
        row = [n * (math.log((1 + texts) / (1 + sum(1 for other in counts if other[w] > 0))) + 1) for w, n in enumerate(text)]
        length = math.sqrt(sum(each * each for each in row))
        rows.append([each / length if length else 0.0 for each in row])
    return np.array(rows).reshape(texts, words)


def tf_idf_torch(counts):
    counts = torch.as_tensor(counts, dtype=torch.float32)
    factor = torch.log((1 + len(counts)) / (1 + (counts > 0).sum(0))) + 1
    return F.normalize(counts * factor, dim=1)


def tf_idf_binary(counts):
    return tf_idf_numpy((counts > 0).astype(float))


def tf_idf_log_counts(counts):
    factor = np.log((1 + len(counts)) / (1 + (counts > 0).sum(0))) + 1
    weights = np.log1p(counts) * factor
    return weights / np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-12)


def tf_idf_base_ten(counts):
    weights = counts * (np.log10((1 + len(counts)) / (1 + (counts > 0).sum(0))) + 1)
    return weights / np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-12)


def tf_idf_inverted(counts):
    weights = counts * (np.log((1 + (counts > 0).sum(0)) / (1 + len(counts))) + 1)
    return weights / np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-12)


RIGHT = [tf_idf_numpy, tf_idf_loops, tf_idf_torch]
WRONG = [tf_idf_binary, tf_idf_log_counts, tf_idf_base_ten, tf_idf_inverted]
