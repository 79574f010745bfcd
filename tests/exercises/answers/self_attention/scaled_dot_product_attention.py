"""Answers to self-attention.scaled_dot_product_attention: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch
from torch.nn import functional as F


def torch_line_by_line(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v


def einsum(q, k, v, mask=None):
    scores = torch.einsum("bhtd,bhsd->bhts", q, k) * q.size(-1) ** -0.5
    if mask is not None:
        scores = torch.where(mask, scores, -1e30)
    return torch.einsum("bhts,bhse->bhte", F.softmax(scores, -1), v)


def numpy_in_float64(q, k, v, mask=None):
    q, k, v = (np.asarray(each, dtype=np.float64) for each in (q, k, v))
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    if mask is not None:
        scores = np.where(mask.numpy(), scores, -np.inf)
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return scores / scores.sum(axis=-1, keepdims=True) @ v


def loops(q, k, v, mask=None):
    batch, heads, queries, size = q.shape
    result = torch.zeros(batch, heads, queries, v.shape[-1])
    for b in range(batch):
        for h in range(heads):
            for t in range(queries):
                seen = [s for s in range(k.shape[2]) if mask is None or mask[t, s]]
                scores = torch.stack([(q[b, h, t] * k[b, h, s]).sum() / size**0.5 for s in seen])
                weights = (scores - scores.max()).exp()
                for weight, s in zip(weights / weights.sum(), seen, strict=True):
                    result[b, h, t] += weight * v[b, h, s]
    return result


def scaled_query_and_additive_mask(q, k, v, mask=None):
    scores = (q / q.shape[-1] ** 0.5).matmul(k.mT)
    if mask is not None:
        scores = scores + torch.zeros_like(mask, dtype=q.dtype).masked_fill(mask.logical_not(), -math.inf)
    return (scores - scores.logsumexp(-1, keepdim=True)).exp().matmul(v)


def renormalised_after_the_softmax(q, k, v, mask=None):
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    weights = (scores - scores.amax(-1, keepdim=True)).double().exp()
    weights = weights if mask is None else weights * mask
    return (weights / weights.sum(-1, keepdim=True)).to(v.dtype) @ v


def scaled_twice(q, k, v, mask=None):
    return torch_line_by_line(q / math.sqrt(q.shape[-1]), k, v, mask)


def multiplied_by_the_root(q, k, v, mask=None):
    return torch_line_by_line(q * q.shape[-1], k, v, mask)


def scaled_by_the_size_of_the_values(q, k, v, mask=None):
    return torch_line_by_line(q * math.sqrt(q.shape[-1] / v.shape[-1]), k, v, mask)


def scaled_by_the_number_of_queries(q, k, v, mask=None):
    return torch_line_by_line(q * math.sqrt(q.shape[-1] / q.shape[-2]), k, v, mask)


def scaled_after_the_softmax(q, k, v, mask=None):
    return torch_line_by_line(q * math.sqrt(q.shape[-1]), k, v, mask) / math.sqrt(q.shape[-1])


def always_causal(q, k, v, mask=None):
    return torch_line_by_line(q, k, v, torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool).tril())


def no_softmax(q, k, v, mask=None):
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    return (scores if mask is None else scores * mask) @ v


def cosine_scores(q, k, v, mask=None):
    return torch_line_by_line(F.normalize(q, dim=-1) * math.sqrt(q.shape[-1]), F.normalize(k, dim=-1), v, mask)


def mean_of_the_values(q, k, v, mask=None):
    return v.mean(-2, keepdim=True).expand(*q.shape[:-1], v.shape[-1])


def value_of_the_best_key(q, k, v, mask=None):
    scores = q @ k.mT
    best = (scores if mask is None else scores.masked_fill(~mask, -math.inf)).argmax(-1)
    return torch.gather(v, 2, best[..., None].expand(*best.shape, v.shape[-1]))


def one_softmax_for_the_table(q, k, v, mask=None):
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    return scores.flatten(-2).softmax(-1).view_as(scores) @ v


def softmax_over_the_batch(q, k, v, mask=None):
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    return scores.softmax(0) @ v


def weights_as_well(q, k, v, mask=None):
    return torch_line_by_line(q, k, v, mask), None


def queries_and_keys_swapped(q, k, v, mask=None):
    return torch_line_by_line(k, q, v)


def first_text_only(q, k, v, mask=None):
    return torch_line_by_line(q[:1], k[:1], v[:1], mask).expand(*q.shape[:-1], v.shape[-1])


def hard_mask_too_weak(q, k, v, mask=None):
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    return (scores if mask is None else scores - 2.0 * ~mask).softmax(-1) @ v


def output_masked(q, k, v, mask=None):
    mixed = torch_line_by_line(q, k, v)
    return mixed if mask is None else mixed * mask.all(-1, keepdim=True)


def query_changed_in_place(q, k, v, mask=None):
    q /= math.sqrt(q.shape[-1])
    return torch_line_by_line(q * math.sqrt(q.shape[-1]), k, v, mask)


RIGHT = [
    torch_line_by_line,
    einsum,
    numpy_in_float64,
    loops,
    scaled_query_and_additive_mask,
    renormalised_after_the_softmax,
]
WRONG = [
    scaled_twice,
    multiplied_by_the_root,
    scaled_by_the_size_of_the_values,
    scaled_by_the_number_of_queries,
    scaled_after_the_softmax,
    always_causal,
    no_softmax,
    cosine_scores,
    mean_of_the_values,
    value_of_the_best_key,
    one_softmax_for_the_table,
    softmax_over_the_batch,
    weights_as_well,
    queries_and_keys_swapped,
    first_text_only,
    hard_mask_too_weak,
    output_masked,
    query_changed_in_place,
]
