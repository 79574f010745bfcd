"""Answers to machine-translation.bleu_ngram_precision: right ones in several styles, wrong ones that are no known mistake."""

from collections import Counter

import numpy as np


def precision_counter(candidate, references, n):
    grams = Counter(zip(*(candidate[i:] for i in range(n)), strict=False))
    if not grams:
        return 0.0
    limits = [Counter(zip(*(reference[i:] for i in range(n)), strict=False)) for reference in references]
    return sum(min(count, max(limit[gram] for limit in limits)) for gram, count in grams.items()) / sum(grams.values())


def precision_lists(candidate, references, n):
    grams = [tuple(candidate[i : i + n]) for i in range(len(candidate) - n + 1)]
    if not grams:
        return 0
    hits = 0
    for gram in set(grams):
        most = 0
        for reference in references:
            most = max(most, sum(tuple(reference[i : i + n]) == gram for i in range(len(reference) - n + 1)))
        hits += min(most, grams.count(gram))
    return hits / len(grams)


def precision_strings(candidate, references, n):
    def cut(tokens):
        return Counter(" ".join(tokens[i : i + n]) for i in range(max(len(tokens) - n + 1, 0)))

    own, limit = cut(candidate), Counter()
    for reference in references:
        limit = limit | cut(reference)
    return np.float64(sum((own & limit).values())) / max(1, sum(own.values()))


def precision_last_reference(candidate, references, n):
    return precision_counter(candidate, references[-1:], n)


def precision_all_orders(candidate, references, n):
    return sum(precision_counter(candidate, references, each) for each in range(1, n + 1)) / n


def precision_percent(candidate, references, n):
    return 100 * precision_counter(candidate, references, n)


def precision_clip_at_one(candidate, references, n):
    grams = [tuple(candidate[i : i + n]) for i in range(len(candidate) - n + 1)]
    known = {tuple(reference[i : i + n]) for reference in references for i in range(len(reference) - n + 1)}
    return len(set(grams) & known) / max(len(grams), 1)


RIGHT = [precision_counter, precision_lists, precision_strings]
WRONG = [
    precision_last_reference,
    precision_all_orders,
    precision_percent,
    precision_clip_at_one,
]
