"""Answers to multi-head-and-position.multi_head_attention: right ones in several styles, wrong ones that are no known mistake."""

import math

import torch
from torch import nn
from torch.nn import functional as F


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


RIGHT = [Plain, Fused, HeadByHead]
WRONG = [Twice, AlwaysCausal, KeysAsValues, OutputFirst, OtherNames, WeightsToo]
