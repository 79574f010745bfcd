"""Answers to your-own-gpt.overlap: right ones in several styles, wrong ones that are no known mistake."""

from collections import Counter

import numpy as np


def overlap_with_sets(training, held_out, n):
    known = set(zip(*(training[i:] for i in range(n)), strict=False))
    grams = list(zip(*(held_out[i:] for i in range(n)), strict=False))
    return sum(gram in known for gram in grams) / len(grams) if grams else 0.0


def overlap_with_counts(training, held_out, n):
    held = Counter(tuple(held_out[i : i + n]) for i in range(len(held_out) - n + 1))
    known = {tuple(training[i : i + n]) for i in range(len(training) - n + 1)}
    return np.float64(sum(count for gram, count in held.items() if gram in known)) / max(sum(held.values()), 1)


def overlap_by_loops(training, held_out, n):
    found = places = 0
    for i in range(len(held_out) - n + 1):
        places += 1
        for j in range(len(training) - n + 1):
            if training[j : j + n] == held_out[i : i + n]:
                found += 1
                break
    return found / places if places else 0


RIGHT = [overlap_with_sets, overlap_with_counts, overlap_by_loops]
WRONG = [
    lambda training, held_out, n: float(any(word in training for word in held_out)),
    lambda training, held_out, n: 0.0,
    lambda training, held_out, n: overlap_with_sets(training, held_out, n + 1),
    lambda training, held_out, n: 1 - overlap_with_sets(training, held_out, n),
]
