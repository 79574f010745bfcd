"""Answers to transformer.cross_attention: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch
from torch.nn import functional as F


def cross_in_torch(target, source, w_query, w_key, w_value, source_mask=None):
    q, k, v = target @ w_query, source @ w_key, source @ w_value
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[-1])
    if source_mask is not None:
        scores = scores.masked_fill(~source_mask[:, None, :], -math.inf)
    return scores.softmax(dim=-1) @ v


def cross_in_numpy(target, source, w_query, w_key, w_value, source_mask=None):
    target, source, w_query, w_key, w_value = (np.asarray(each, dtype=np.float64) for each in (target, source, w_query, w_key, w_value))
    scores = (target @ w_query) @ np.swapaxes(source @ w_key, 1, 2) / np.sqrt(w_query.shape[1])
    if source_mask is not None:
        scores = np.where(np.asarray(source_mask)[:, None, :], scores, -1e30)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return weights / weights.sum(-1, keepdims=True) @ (source @ w_value)


def cross_by_loops(target, source, w_query, w_key, w_value, source_mask=None):
    results = []
    for b in range(len(target)):
        words = source[b] if source_mask is None else source[b][source_mask[b]]
        rows = [((words @ w_key) @ (word @ w_query) / w_query.shape[1] ** 0.5).softmax(0) @ (words @ w_value) for word in target[b]]
        results.append(torch.stack(rows))
    return torch.stack(results)


def cross_with_einsum(target, source, w_query, w_key, w_value, source_mask=None):
    scores = torch.einsum("btc,cd,ed,bse->bts", target, w_query, w_key, source) * w_key.shape[1] ** -0.5
    scores = scores if source_mask is None else scores + torch.where(source_mask, 0.0, -1e9)[:, None, :]
    return torch.einsum("bts,bse->bte", F.softmax(scores, -1), source @ w_value)


def cross_joined(target, source, w_query, w_key, w_value, source_mask=None):
    both = torch.cat([source, target], 1)
    return cross_in_torch(target, both, w_query, w_key, w_value)


def cross_with_residual(target, source, w_query, w_key, w_value, source_mask=None):
    return cross_in_torch(target, source, w_query, w_key, w_value, source_mask) + (target @ w_value)


def cross_keys_and_values_swapped(target, source, w_query, w_key, w_value, source_mask=None):
    return cross_in_torch(target, source, w_query, w_key, w_key, source_mask)


def cross_mask_on_rows(target, source, w_query, w_key, w_value, source_mask=None):
    mixed = cross_in_torch(target, source, w_query, w_key, w_value)
    return mixed if source_mask is None else mixed * source_mask.any(-1)[:, None, None]


def cross_mean(target, source, w_query, w_key, w_value, source_mask=None):
    return (source @ w_value).mean(1, keepdim=True).expand(-1, target.shape[1], -1)


RIGHT = [cross_in_torch, cross_in_numpy, cross_by_loops, cross_with_einsum]
WRONG = [
    cross_joined,
    cross_with_residual,
    cross_keys_and_values_swapped,
    cross_mask_on_rows,
    cross_mean,
]
