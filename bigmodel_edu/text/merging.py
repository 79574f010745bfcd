"""Byte pair encoding in its plain form: count the pairs, merge one, repeat. The fast forms are tested against these few lines.

Source: Sennrich, Haddow and Birch 2016, algorithm 1; on bytes: Radford et al. 2019, section 2.2.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Pair = tuple[int, int]


def pair_counts(ids: Sequence[int]) -> Counter[Pair]:
    """Count every pair of neighbours; pairs may overlap.

    >>> pair_counts([1, 1, 1, 2])
    Counter({(1, 1): 2, (1, 2): 1})
    """
    return Counter(pairwise(ids))


def merge(ids: Sequence[int], pair: Pair, new_id: int) -> list[int]:
    """Replace every occurrence of a pair by one id, from left to right; an id is used once.

    >>> merge([1, 1, 1, 2, 1, 1], (1, 1), 9)
    [9, 1, 2, 9]
    """
    merged: list[int] = []
    place = 0
    while place < len(ids):
        if place + 1 < len(ids) and (ids[place], ids[place + 1]) == pair:
            merged.append(new_id)
            place += 2
        else:
            merged.append(ids[place])
            place += 1
    return merged


def learn_merges(texts: Iterable[bytes], merges: int) -> list[Pair]:
    """Learn merges from pieces of text: again and again the most frequent pair, and of equally frequent ones the smallest.

    Merge number r makes the id 256 + r. Learning ends early when no pair is left.

    >>> learn_merges([b"abab", b"ab"], 2)
    [(97, 98), (256, 256)]
    """
    words = [list(text) for text in texts]
    learnt: list[Pair] = []
    while len(learnt) < merges:
        counts = sum((pair_counts(word) for word in words), Counter())
        if not counts:
            break
        best = max(counts, key=lambda pair: (counts[pair], -pair[0], -pair[1]))
        words = [merge(word, best, 256 + len(learnt)) for word in words]
        learnt.append(best)
    return learnt


def encode(ids: Sequence[int], ranks: Mapping[Pair, tuple[int, int]]) -> list[int]:
    """Apply learnt merges to ids: always the pair that was learnt first, wherever it stands, until none is left.

    Args:
        ids: one id for each byte at the start.
        ranks: pair → (rank, the id that it becomes).

    >>> encode([97, 98, 97], {(98, 97): (0, 256), (97, 98): (1, 257)})
    [97, 256]
    """
    ids = list(ids)
    while candidates := [pair for pair in pairwise(ids) if pair in ranks]:
        first = min(candidates, key=lambda pair: ranks[pair][0])
        ids = merge(ids, first, ranks[first][1])
    return ids
