"""Answers to machine-translation.character_f_score: right ones in several styles, wrong ones that are no known mistake."""

from collections import Counter

import numpy as np


def f_counter(candidate, reference, n, beta):
    candidate, reference = ("".join(text.split()) for text in (candidate, reference))
    own = Counter(candidate[i : i + n] for i in range(len(candidate) - n + 1))
    other = Counter(reference[i : i + n] for i in range(len(reference) - n + 1))
    hits = (own & other).total()
    if hits == 0:
        return 0.0
    precision, recall = hits / own.total(), hits / other.total()
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def f_counts(candidate, reference, n, beta):
    candidate, reference = candidate.replace(" ", ""), reference.replace(" ", "")
    own = [candidate[i : i + n] for i in range(len(candidate) - n + 1)]
    other = [reference[i : i + n] for i in range(len(reference) - n + 1)]
    hits, left = 0, list(other)
    for gram in own:
        if gram in left:
            left.remove(gram)
            hits += 1
    return (1 + beta**2) * hits / (len(own) + beta**2 * len(other)) if hits else 0


def f_numpy(candidate, reference, n, beta):
    texts = ["".join(each for each in text if not each.isspace()) for text in (candidate, reference)]
    own, other = (np.array([text[i : i + n] for i in range(len(text) - n + 1)]) for text in texts)
    names, counts = np.unique(own, return_counts=True)
    hits = sum(min(int(count), int((other == name).sum())) for name, count in zip(names, counts, strict=True))
    precision, recall = np.float64(hits) / len(own), np.float64(hits) / len(other)
    return 0.0 if not hits else (1 + beta * beta) * precision * recall / (beta * beta * precision + recall)


def f_mean(candidate, reference, n, beta):
    candidate, reference = candidate.replace(" ", ""), reference.replace(" ", "")
    own = Counter(candidate[i : i + n] for i in range(len(candidate) - n + 1))
    other = Counter(reference[i : i + n] for i in range(len(reference) - n + 1))
    hits = (own & other).total()
    return (hits / own.total() + hits / other.total()) / 2


def f_always_two(candidate, reference, n, beta):
    return f_counter(candidate, reference, 2, beta)


def f_percent(candidate, reference, n, beta):
    return 100 * f_counter(candidate, reference, n, beta)


def f_swapped(candidate, reference, n, beta):
    return f_counter(reference, candidate, n, beta)


RIGHT = [f_counter, f_counts, f_numpy]
WRONG = [f_mean, f_always_two, f_percent, f_swapped]
