"""Answers to transformer.transformer_block: right ones in several styles, wrong ones that are no known mistake."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from bigmodel_edu.models.multihead import MultiHeadAttention


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


RIGHT = [PlainBlock, BlockWithTanhGelu, BlockOfOwnParts]
WRONG = [HalfResidual, NormAtTheEnd, AlwaysCausalBlock, MaskAsContext, SiluBlock, NoFeedForward]
