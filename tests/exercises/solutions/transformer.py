"""Answers to the exercises of the transformer: right ones in several styles, and wrong ones that are no known misconception."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from bigmodel_edu.models.multihead import MultiHeadAttention

# LayerNorm


class PlainNorm(nn.Module):
    def __init__(self, width, epsilon=1e-5):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width))
        self.epsilon = epsilon

    def forward(self, x):
        mean = x.mean(dim=-1, keepdim=True)
        variance = ((x - mean) ** 2).mean(dim=-1, keepdim=True)
        return (x - mean) / torch.sqrt(variance + self.epsilon) * self.weight + self.bias


class NormByVarMean(PlainNorm):
    def forward(self, x):
        variance, mean = torch.var_mean(x, dim=-1, correction=0, keepdim=True)
        return self.bias + self.weight * (x - mean) * torch.rsqrt(variance + self.epsilon)


class NormInDouble(PlainNorm):
    def forward(self, x):
        x = x.double()
        centred = x - x.mean(-1)[..., None]
        return centred / (x.var(-1, unbiased=False)[..., None] + self.epsilon) ** 0.5 * self.weight + self.bias


class NormFused(PlainNorm):
    def forward(self, x):
        return F.layer_norm(x, x.shape[-1:], self.weight, self.bias, self.epsilon)


class NormTwice(PlainNorm):
    def forward(self, x):
        return super().forward(super().forward(x))


class LargeEpsilon(PlainNorm):
    def __init__(self, width, epsilon=1e-2):
        super().__init__(width, epsilon)


class MeanAbsolute(PlainNorm):
    def forward(self, x):
        centred = x - x.mean(-1, keepdim=True)
        return centred / (centred.abs().mean(-1, keepdim=True) + self.epsilon) * self.weight + self.bias


class NormOtherNames(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.gamma, self.beta = nn.Parameter(torch.ones(width)), nn.Parameter(torch.zeros(width))


class ChangesItsInput(PlainNorm):
    def forward(self, x):
        x -= x.mean(-1, keepdim=True)
        return super().forward(x)


# TransformerBlock


class PlainBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.attention_norm, self.feed_forward_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = MultiHeadAttention(width, heads)
        self.widen, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, mask=None):
        x = x + self.attention(self.attention_norm(x), mask=mask)
        return x + self.narrow(F.gelu(self.widen(self.feed_forward_norm(x))))


class BlockWithTanhGelu(PlainBlock):
    def __init__(self, width, heads):
        super().__init__(width, heads)
        self.drop, self.activation = nn.Dropout(0.1), nn.GELU(approximate="tanh")

    def forward(self, x, mask=None):
        x = x + self.drop(self.attention(self.attention_norm(x), None, mask))
        hidden = self.activation(self.widen(self.feed_forward_norm(x)))
        return x + self.drop(self.narrow(hidden))


class OwnAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x, mask=None):
        q, k, v = (torch.stack(layer(x).chunk(self.heads, -1), 1) for layer in (self.query, self.key, self.value))
        scores = q @ k.mT / math.sqrt(q.shape[-1])
        if mask is not None:
            scores = scores.masked_fill(~mask, -math.inf)
        return self.output(torch.cat((scores.softmax(-1) @ v).unbind(1), -1))


class BlockOfOwnParts(PlainBlock):
    def __init__(self, width, heads):
        super().__init__(width, heads)
        self.attention = OwnAttention(width, heads)


class HalfResidual(PlainBlock):
    def forward(self, x, mask=None):
        x = 0.5 * x + self.attention(self.attention_norm(x), mask=mask)
        return x + self.narrow(F.gelu(self.widen(self.feed_forward_norm(x))))


class NormAtTheEnd(PlainBlock):
    def forward(self, x, mask=None):
        return self.feed_forward_norm(super().forward(x, mask))


class AlwaysCausalBlock(PlainBlock):
    def forward(self, x, mask=None):
        return super().forward(x, torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).tril())


class MaskAsContext(PlainBlock):
    def forward(self, x, mask=None):
        x = x + self.attention(self.attention_norm(x), mask)
        return x + self.narrow(F.gelu(self.widen(self.feed_forward_norm(x))))


class SiluBlock(PlainBlock):
    def forward(self, x, mask=None):
        x = x + self.attention(self.attention_norm(x), mask=mask)
        return x + self.narrow(F.silu(self.widen(self.feed_forward_norm(x))))


class NoFeedForward(PlainBlock):
    def forward(self, x, mask=None):
        return x + self.attention(self.attention_norm(x), mask=mask)


# cross_attention


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


# padding_mask


def mask_in_torch(lengths, size):
    return torch.arange(size)[None, :] < torch.tensor(lengths)[:, None]


def mask_in_numpy(lengths, size):
    return np.arange(size) < np.array(lengths).reshape(-1, 1)


def mask_by_loops(lengths, size):
    mask = torch.zeros(len(lengths), size, dtype=torch.bool)
    for row, length in enumerate(lengths):
        mask[row, :length] = True
    return mask


def mask_by_comprehension(lengths, size):
    return torch.tensor([[place < length for place in range(size)] for length in lengths])


RIGHT = {
    "transformer.layer_norm": [PlainNorm, NormByVarMean, NormInDouble, NormFused],
    "transformer.transformer_block": [PlainBlock, BlockWithTanhGelu, BlockOfOwnParts],
    "transformer.cross_attention": [cross_in_torch, cross_in_numpy, cross_by_loops, cross_with_einsum],
    "transformer.padding_mask": [mask_in_torch, mask_in_numpy, mask_by_loops, mask_by_comprehension],
}

WRONG = {
    "transformer.layer_norm": [NormTwice, LargeEpsilon, MeanAbsolute, NormOtherNames, ChangesItsInput],
    "transformer.transformer_block": [HalfResidual, NormAtTheEnd, AlwaysCausalBlock, MaskAsContext, SiluBlock, NoFeedForward],
    "transformer.cross_attention": [
        cross_joined,
        cross_with_residual,
        cross_keys_and_values_swapped,
        cross_mask_on_rows,
        cross_mean,
    ],
    "transformer.padding_mask": [
        lambda lengths, size: mask_in_numpy(lengths, max(lengths)),
        lambda lengths, size: mask_in_numpy(lengths, size).tolist(),
        lambda lengths, size: mask_in_numpy(lengths, size)[:, None, None],
        lambda lengths, size: mask_in_numpy(lengths, size).astype(int),
        lambda lengths, size: np.ones((len(lengths), size), dtype=bool),
    ],
    "transformer.translator_parameters": [0, -1, 1e15, "28", [3.2]],
    "transformer.which_family": ["b", "encoder", 3, "abc"],
}
