"""Answers to inference-and-serving.KVCache: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch
from torch import nn


class CacheConcatenates:
    def __init__(self):
        self.k, self.v = None, None

    def positions(self, tokens):
        n = 0 if self.k is None else self.k.size(2)
        return torch.arange(tokens) + n

    def add(self, key, value):
        self.k = key if self.k is None else torch.cat((self.k, key), 2)
        self.v = value if self.v is None else torch.cat((self.v, value), 2)
        return self.k, self.v


class CacheOfLists:
    def __init__(self):
        self.parts = []

    def positions(self, tokens):
        n = sum(key.shape[2] for key, _ in self.parts)
        return list(range(n, n + tokens))

    def add(self, key, value):
        self.parts.append((key, value))
        return tuple(torch.cat(side, dim=-2) for side in zip(*self.parts, strict=True))


class CacheModule(nn.Module):
    def __init__(self):
        super().__init__()
        self.length = 0
        self.buffers_ = []

    def positions(self, tokens):
        return np.arange(self.length, self.length + tokens)

    def add(self, key, value):
        self.length += key.shape[2]
        if not self.buffers_:
            self.buffers_ = [key, value]
        else:
            self.buffers_ = [torch.cat([old, new], dim=2) for old, new in zip(self.buffers_, (key, value), strict=True)]
        return self.buffers_[0], self.buffers_[1]


class CacheWithRoom:
    """Writes into memory that was taken beforehand."""

    def __init__(self):
        self.length, self.store = 0, None

    def positions(self, tokens):
        return torch.arange(self.length, self.length + tokens)

    def add(self, key, value):
        if self.store is None:
            self.store = [torch.zeros(*each.shape[:2], 64, each.shape[3]) for each in (key, value)]
        end = self.length + key.shape[2]
        for place, new in zip(self.store, (key, value), strict=True):
            place[:, :, self.length : end] = new
        self.length = end
        return self.store[0][:, :, :end], self.store[1][:, :, :end]


class CacheReturnsAllItsRoom(CacheWithRoom):
    def add(self, key, value):
        super().add(key, value)
        return self.store[0], self.store[1]


class CacheCountsCalls(CacheConcatenates):
    """Takes each chunk for one token."""

    def __init__(self):
        super().__init__()
        self.calls = -1

    def positions(self, tokens):
        self.calls += 1
        return torch.arange(self.calls, self.calls + tokens)


class CacheKeepsTheLastFour(CacheConcatenates):
    def add(self, key, value):
        keys, values = super().add(key, value)
        return keys[:, :, -4:], values[:, :, -4:]


class CacheForgetsValues(CacheConcatenates):
    def add(self, key, value):
        keys, _ = super().add(key, value)
        return keys, value


class CacheOnTheClass:
    """Keeps everything on the class: a second cache begins where the first one ended."""

    parts: list = []

    def positions(self, tokens):
        n = sum(key.shape[2] for key, _ in self.parts)
        return torch.arange(n, n + tokens)

    def add(self, key, value):
        self.parts.append((key, value))
        return tuple(torch.cat(side, dim=2) for side in zip(*self.parts, strict=True))


RIGHT = [CacheConcatenates, CacheOfLists, CacheModule, CacheWithRoom]
WRONG = [CacheReturnsAllItsRoom, CacheCountsCalls, CacheKeepsTheLastFour, CacheForgetsValues, CacheOnTheClass]
