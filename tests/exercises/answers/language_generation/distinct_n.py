"""Answers to language-generation.distinct_n: right ones in several styles, wrong ones that are no known mistake."""

from collections import Counter

import numpy as np


def distinct_counter(texts, n):
    grams = Counter(gram for text in texts for gram in zip(*(text[i:] for i in range(n)), strict=False))
    return len(grams) / grams.total() if grams else 0.0


def distinct_loops(texts, n):
    seen, total = set(), 0
    for text in texts:
        for start in range(len(text) - n + 1):
            total += 1
            seen.add(" ".join(str(each) for each in text[start : start + n]))
    return len(seen) / total if total else 0


def distinct_numpy(texts, n):
    rows = [np.lib.stride_tricks.sliding_window_view(np.array(text), n) for text in texts if len(text) >= n]
    if not rows:
        return 0.0
    rows = np.concatenate(rows)
    return np.float64(len(np.unique(rows, axis=0)) / len(rows))


def distinct_first(texts, n):
    return distinct_counter(texts[:1], n)


def distinct_sorted(texts, n):
    return distinct_counter([sorted(text) for text in texts], n)


def distinct_once(texts, n):
    grams = Counter(gram for text in texts for gram in zip(*(text[i:] for i in range(n)), strict=False))
    return sum(count == 1 for count in grams.values()) / max(grams.total(), 1)


def distinct_smoothed(texts, n):
    grams = Counter(gram for text in texts for gram in zip(*(text[i:] for i in range(n)), strict=False))
    return len(grams) / (grams.total() + 1)


RIGHT = [distinct_counter, distinct_loops, distinct_numpy]
WRONG = [distinct_first, distinct_sorted, distinct_once, distinct_smoothed]
