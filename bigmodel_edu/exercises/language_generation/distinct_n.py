"""Return how varied some texts are together."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def grams(tokens, n):
    return [tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]


def distinct(texts, n):
    every = [gram for text in texts for gram in grams(text, n)]
    return len(set(every)) / len(every) if every else 0.0


def token_texts(rng: np.random.Generator, kinds: int, low: int, high: int) -> list[list[int]]:
    return [rng.integers(0, kinds, int(rng.integers(low, high))).tolist() for _ in range(int(rng.integers(3, 6)))]


def different_texts(rng: np.random.Generator) -> Call:
    return arguments(token_texts(rng, 5, 6, 14), int(rng.integers(1, 4)))


def same_texts(rng: np.random.Generator) -> Call:
    text = rng.permutation(12)[: int(rng.integers(6, 9))].tolist()
    return arguments([text] * int(rng.integers(3, 6)), int(rng.integers(1, 4)))


def some_too_short(rng: np.random.Generator) -> Call:
    return arguments([*token_texts(rng, 4, 5, 9), [1], [], [2, 3]], 3)


def all_too_short(rng: np.random.Generator) -> Call:
    return arguments([[1, 2], [3], []], 3)


def mean_of_texts(texts, n):
    shares = [distinct([text], n) for text in texts if len(text) >= n]
    return sum(shares) / len(shares) if shares else 0.0


def over_edges(texts, n):
    return distinct([[token for text in texts for token in text]], n)


def per_tokens(texts, n):
    tokens = sum(map(len, texts))
    return len({gram for text in texts for gram in grams(text, n)}) / tokens if tokens else 0.0


def single(texts, n):
    return distinct(texts, 1)


def stepped(texts, n):
    every = [tuple(text[i : i + n]) for text in texts for i in range(0, len(text) - n + 1, n)]
    return len(set(every)) / len(every) if every else 0.0


def as_sets(texts, n):
    every = [frozenset(gram) for text in texts for gram in grams(text, n)]
    return len(set(every)) / len(every) if every else 0.0


def number_of_kinds(texts, n):
    return float(len({gram for text in texts for gram in grams(text, n)}))


def repeated_share(texts, n):
    return 1 - distinct(texts, n) if any(len(text) >= n for text in texts) else 0.0


EXERCISE = function(
    __file__,
    points=2,
    reference=distinct,
    core={"different texts": different_texts},
    edges={"the same text again and again": same_texts, "texts shorter than n": some_too_short, "nothing long enough": all_too_short},
    draws=3,
    mistakes={
        "mean-of-texts": mean_of_texts,
        "over-edges": over_edges,
        "per-tokens": per_tokens,
        "single": single,
        "stepped": stepped,
        "order": as_sets,
        "count": number_of_kinds,
        "repeated": repeated_share,
    },
)
