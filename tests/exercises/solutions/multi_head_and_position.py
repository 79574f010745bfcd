"""Answers to the exercises of multi-head attention and position: right ones, and wrong ones that are no known misconception."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

# split_heads


def split_by_view(x, n_heads):
    batch, tokens, width = x.shape
    return x.view(batch, tokens, n_heads, width // n_heads).transpose(1, 2)


def split_by_chunks(x, n_heads):
    return torch.stack(x.chunk(n_heads, dim=-1), dim=1)


def split_in_numpy(x, n_heads):
    x = np.asarray(x, dtype=np.float64)
    return np.stack(np.split(x, n_heads, axis=-1), axis=1)


def split_by_loops(x, n_heads):
    batch, tokens, width = x.shape
    size = width // n_heads
    heads = torch.zeros(batch, n_heads, tokens, size)
    for head in range(n_heads):
        heads[:, head] = x[:, :, head * size : (head + 1) * size]
    return heads


def split_as_list(x, n_heads):
    return list(x.chunk(n_heads, dim=-1))


def split_tokens(x, n_heads):
    return x.unsqueeze(1).expand(-1, n_heads, -1, -1)


def split_joined(x, n_heads):
    return split_by_view(x, n_heads).flatten(0, 1)


# MultiHeadAttention


class Plain(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.output = nn.Linear(width, width)

    def forward(self, x, mask=None):
        B, T, C = x.shape
        q, k, v = (layer(x).view(B, T, self.heads, C // self.heads).transpose(1, 2) for layer in (self.query, self.key, self.value))
        scores = q @ k.transpose(-2, -1) / math.sqrt(C // self.heads)
        if mask is not None:
            scores = scores.masked_fill(~mask, -math.inf)
        return self.output((scores.softmax(-1) @ v).transpose(1, 2).reshape(B, T, C))


class Fused(Plain):
    def forward(self, x, mask=None):
        q, k, v = (torch.stack(layer(x).chunk(self.heads, -1), 1) for layer in (self.query, self.key, self.value))
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.output(torch.cat(mixed.unbind(1), dim=-1))


class HeadByHead(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.n_heads, self.size = heads, width // heads
        for name in ("output", "value", "key", "query"):
            setattr(self, name, nn.Linear(width, width))
        self.drop = nn.Dropout(0.1)
        self.register_buffer("past", torch.ones(64, 64).tril())  # unused: a habit of many

    def forward(self, x, mask=None):
        q, k, v = self.query(x), self.key(x), self.value(x)
        results = []
        for h in range(self.n_heads):
            part = slice(h * self.size, (h + 1) * self.size)
            scores = torch.einsum("btd,bsd->bts", q[..., part], k[..., part]) * self.size**-0.5
            if mask is not None:
                scores = torch.where(mask, scores, torch.tensor(-1e9))
            results.append(self.drop(F.softmax(scores, dim=-1)) @ v[..., part])
        return self.output(torch.cat(results, dim=-1))


class Twice(Plain):
    def forward(self, x, mask=None):
        return self.output(super().forward(x, mask))


class AlwaysCausal(Plain):
    def forward(self, x, mask=None):
        return super().forward(x, torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).tril())


class KeysAsValues(Plain):
    def forward(self, x, mask=None):
        self.value = self.key
        return super().forward(x, mask)


class OutputFirst(Plain):
    def forward(self, x, mask=None):
        return super().forward(self.output(x), mask)


class OtherNames(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)


class WeightsToo(Plain):
    def forward(self, x, mask=None):
        return super().forward(x, mask), None


# rotary


def rotary_by_halves(x):
    T, D = x.shape[-2:]
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    a, b = x[..., : D // 2], x[..., D // 2 :]
    return torch.cat([a * angles.cos() - b * angles.sin(), b * angles.cos() + a * angles.sin()], -1)


def rotary_by_rotate_half(x):
    T, D = x.shape[-2:]
    frequencies = 1.0 / (10_000 ** (torch.arange(0, D, 2, dtype=torch.float32) / D))
    angles = torch.outer(torch.arange(T, dtype=torch.float32), frequencies)
    angles = torch.cat([angles, angles], dim=-1)
    a, b = x.chunk(2, dim=-1)
    return x * angles.cos() + torch.cat([-b, a], dim=-1) * angles.sin()


def rotary_with_complex_numbers(x):
    x = np.asarray(x, dtype=np.float64)
    T, D = x.shape[-2:]
    numbers = x[..., : D // 2] + 1j * x[..., D // 2 :]
    turned = numbers * np.exp(1j * np.arange(T)[:, None] * 10_000.0 ** (-np.arange(D // 2) * 2 / D))
    return np.concatenate([turned.real, turned.imag], axis=-1)


def rotary_by_loops(x):
    result = x.clone()
    half = x.shape[-1] // 2
    for t in range(x.shape[-2]):
        for i in range(half):
            angle = t * 10_000 ** (-i / half)
            result[..., t, i] = x[..., t, i] * math.cos(angle) - x[..., t, i + half] * math.sin(angle)
            result[..., t, i + half] = x[..., t, i + half] * math.cos(angle) + x[..., t, i] * math.sin(angle)
    return result


def rotary_in_place(x):
    x[:] = rotary_by_halves(x.clone())
    return x


def rotary_added(x):
    return x + rotary_by_halves(torch.ones_like(x))


def rotary_first_half_only(x):
    turned = rotary_by_halves(x)
    return torch.cat([turned[..., : x.shape[-1] // 2], x[..., x.shape[-1] // 2 :]], -1)


def rotary_base_thousand(x):
    T, D = x.shape[-2:]
    angles = torch.arange(T)[:, None] / 1_000 ** (torch.arange(0, D, 2) / D)
    a, b = x.chunk(2, -1)
    return torch.cat([a * angles.cos() - b * angles.sin(), b * angles.cos() + a * angles.sin()], -1)


def rotary_backwards(x):
    return rotary_by_halves(x.flip(-2)).flip(-2)


# sinusoidal_positions


def waves_in_torch(n, d):
    table = torch.zeros(n, d)
    angles = torch.arange(n)[:, None] / 10_000 ** (torch.arange(0, d, 2) / d)
    table[:, 0::2], table[:, 1::2] = angles.sin(), angles.cos()
    return table


def waves_in_numpy(n, d):
    angles = np.outer(np.arange(n), 1 / 10_000 ** (np.arange(0, d, 2) / d))
    table = np.empty((n, d))
    table[:, ::2], table[:, 1::2] = np.sin(angles), np.cos(angles)
    return table


def waves_by_loops(n, d):
    rows = []
    for t in range(n):
        row = []
        for i in range(d // 2):
            angle = t * math.exp(-math.log(10_000) * 2 * i / d)
            row += [math.sin(angle), math.cos(angle)]
        rows.append(row)
    return torch.tensor(rows, dtype=torch.float64)


def waves_base_thousand(n, d):
    angles = np.outer(np.arange(n), 1 / 1_000 ** (np.arange(0, d, 2) / d))
    return np.stack([np.sin(angles), np.cos(angles)], -1).reshape(n, d)


def waves_in_degrees(n, d):
    angles = np.deg2rad(np.outer(np.arange(n), 1 / 10_000 ** (np.arange(0, d, 2) / d)))
    return np.stack([np.sin(angles), np.cos(angles)], -1).reshape(n, d)


def waves_one_less(n, d):
    return waves_in_numpy(n - 1, d)


def waves_as_nested_lists(n, d):
    return waves_in_numpy(n, d).tolist()


def waves_scaled(n, d):
    return waves_in_numpy(n, d) / math.sqrt(d)


RIGHT = {
    "multi-head-and-position.split_heads": [split_by_view, split_by_chunks, split_in_numpy, split_by_loops],
    "multi-head-and-position.multi_head_attention": [Plain, Fused, HeadByHead],
    "multi-head-and-position.rotary": [rotary_by_halves, rotary_by_rotate_half, rotary_with_complex_numbers, rotary_by_loops],
    "multi-head-and-position.sinusoidal_positions": [waves_in_torch, waves_in_numpy, waves_by_loops],
}

WRONG = {
    "multi-head-and-position.split_heads": [split_as_list, split_tokens, split_joined],
    "multi-head-and-position.multi_head_attention": [Twice, AlwaysCausal, KeysAsValues, OutputFirst, OtherNames, WeightsToo],
    "multi-head-and-position.rotary": [
        rotary_in_place,
        rotary_added,
        rotary_first_half_only,
        rotary_base_thousand,
        rotary_backwards,
    ],
    "multi-head-and-position.sinusoidal_positions": [
        waves_base_thousand,
        waves_in_degrees,
        waves_one_less,
        waves_as_nested_lists,
        waves_scaled,
    ],
    "multi-head-and-position.parameters_of_heads": [0, -1, 1e15, "4 C squared", [3.2]],
    "multi-head-and-position.order_without_positions": ["b", "nothing", 3, "ad"],
}
