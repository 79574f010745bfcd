"""The keys and values of one layer, for the tokens so far."""

from typing import Any

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, module
from bigmodel_edu.checking.generators import sizes, tensor


class Cache:
    """Keys and values of the tokens so far, (B, H, S, D)."""

    def __init__(self):
        self.keys: Any = None
        self.values: Any = None

    def positions(self, tokens):
        start = 0 if self.keys is None else self.keys.shape[2]
        return torch.arange(start, start + tokens)

    def add(self, key, value):
        self.keys = key.clone() if self.keys is None else torch.cat([self.keys, key], dim=2)
        self.values = value.clone() if self.values is None else torch.cat([self.values, value], dim=2)
        return self.keys, self.values


def read_in_chunks(answer, chunks, again):
    """Fill a cache chunk by chunk, then a second one: positions, keys and values after each."""
    told = []
    for parts in (chunks, again):
        cache = answer()
        for key, value in parts:
            positions = cache.positions(key.shape[2])
            keys, values = cache.add(key.clone(), value.clone())
            told.append([[int(place) for place in positions], keys.clone(), values.clone()])
    return told


def _chunks(rng: np.random.Generator, lengths: list[int]) -> list[tuple[AsTensor, AsTensor]]:
    batch, heads, size, value_size = sizes(rng, 4)
    return [(tensor(rng, batch, heads, length, size), tensor(rng, batch, heads, length, value_size)) for length in lengths]


def prompt_then_tokens(rng: np.random.Generator) -> Call:
    return arguments(_chunks(rng, [int(rng.integers(3, 6)), 1, 1, 1]), _chunks(rng, [2, 1]))


def prompt_in_parts(rng: np.random.Generator) -> Call:
    return arguments(_chunks(rng, [3, 2, 4]), _chunks(rng, [1]))


def token_by_token(rng: np.random.Generator) -> Call:
    return arguments(_chunks(rng, [1, 1, 1, 1]), _chunks(rng, [1, 2]))


class PositionsRestart(Cache):
    def positions(self, tokens):
        return torch.arange(tokens)


class PositionsOneAhead(Cache):
    def positions(self, tokens):
        return super().positions(tokens) + 1


class PositionsOfTheLast(Cache):
    def positions(self, tokens):
        start = 0 if self.keys is None else self.keys.shape[2]
        return torch.full((tokens,), start)


class OnlyTheNewOnes(Cache):
    def add(self, key, value):
        super().add(key, value)
        return key, value


class Replaces(Cache):
    def add(self, key, value):
        self.keys, self.values = key, value
        return key, value


class Swapped(Cache):
    def add(self, key, value):
        keys, values = super().add(key, value)
        return values, keys


class NewOnesFirst(Cache):
    def add(self, key, value):
        self.keys = key if self.keys is None else torch.cat([key, self.keys], dim=2)
        self.values = value if self.values is None else torch.cat([value, self.values], dim=2)
        return self.keys, self.values


class AlongTheHeads(Cache):
    def positions(self, tokens):
        start = 0 if self.keys is None else getattr(self, "count", 0)
        self.count = start + tokens
        return torch.arange(start, start + tokens)

    def add(self, key, value):
        fits = self.keys is None or key.shape[2] == self.keys.shape[2]
        self.keys = key if self.keys is None else torch.cat([self.keys, key], dim=1 if fits else 2)
        self.values = value if self.values is None else torch.cat([self.values, value], dim=1 if fits else 2)
        return self.keys, self.values


EXERCISE = module(
    __file__,
    points=3,
    reference=Cache,
    core={"a prompt, then token by token": prompt_then_tokens, "a prompt in parts": prompt_in_parts, "tokens only": token_by_token},
    driver=read_in_chunks,
    bans=("bigmodel_edu.models", "bigmodel_edu.inference"),
    draws=2,
    mistakes={
        "positions-restart": PositionsRestart,
        "one-ahead": PositionsOneAhead,
        "all-at-one-place": PositionsOfTheLast,
        "only-the-new-ones": OnlyTheNewOnes,
        "replaces": Replaces,
        "swapped": Swapped,
        "new-ones-first": NewOnesFirst,
        "along-the-heads": AlongTheHeads,
    },
)
