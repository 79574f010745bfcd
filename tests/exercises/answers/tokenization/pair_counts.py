"""Answers to tokenization.pair_counts: right ones in several styles, wrong ones that are no known mistake."""

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np

from .merging_ways import counts_by_loop


def counts_by_counter(ids):
    return Counter((ids[place], ids[place + 1]) for place in range(len(ids) - 1))


def counts_by_defaultdict(ids):
    counts = defaultdict(int)
    for pair in pairwise(ids):
        counts[pair] += 1
    return counts


def counts_by_numpy(ids):
    if len(ids) < 2:
        return {}
    pairs, counts = np.unique(np.stack([ids[:-1], ids[1:]], axis=1), axis=0, return_counts=True)
    return {tuple(pair): count for pair, count in zip(pairs.tolist(), counts, strict=True)}


def counts_as_list(ids):
    return sorted(counts_by_loop(ids).items())


def counts_with_zeros(ids):
    counts = counts_by_loop(ids)
    return {(left, right): counts.get((left, right), 0) for left in ids for right in ids}


def counts_with_texts(ids):
    return {f"{left},{right}": count for (left, right), count in counts_by_loop(ids).items()}


def counts_of_the_most_frequent(ids):
    return dict(Counter(pairwise(ids)).most_common(3))


RIGHT = [counts_by_loop, counts_by_counter, counts_by_defaultdict, counts_by_numpy]
WRONG = [counts_as_list, counts_with_zeros, counts_with_texts, counts_of_the_most_frequent]
