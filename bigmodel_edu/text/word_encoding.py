"""Apply learnt merges to one word fast: a heap of possible merges over a linked list, so that a word of n bytes costs n log n steps.

The plain form (``merging.encode``) looks at every pair again after each merge: n² steps, minutes for a page of text without spaces.
"""

import heapq
from collections.abc import Mapping, Sequence
from itertools import pairwise

from bigmodel_edu.text.merging import Pair


def encode_word(ids: Sequence[int], ranks: Mapping[Pair, tuple[int, int]]) -> list[int]:
    """Do what ``merging.encode`` does: merge the pair of lowest rank, of equals the leftmost, until none is left.

    Args:
        ids: one id for each byte of the word.
        ranks: pair → (rank, the id that it becomes).

    >>> encode_word([97, 98, 97], {(98, 97): (0, 256), (97, 98): (1, 257)})
    [97, 256]
    """
    ids = list(ids)
    following = list(range(1, len(ids) + 1))  # the place of the next id; len(ids) after the last
    previous = list(range(-1, len(ids) - 1))
    heap = [(ranks[pair][0], place) for place, pair in enumerate(pairwise(ids)) if pair in ranks]
    heapq.heapify(heap)
    alive = [True] * len(ids)

    def offer(left: int, right: int) -> None:
        known = ranks.get((ids[left], ids[right]))
        if known is not None:
            heapq.heappush(heap, (known[0], left))

    while heap:
        rank, left = heapq.heappop(heap)
        right = following[left]
        if not alive[left] or right == len(ids):
            continue
        known = ranks.get((ids[left], ids[right]))
        if known is None or known[0] != rank:
            continue  # a neighbour was merged since; what it became has an entry of its own
        ids[left], alive[right] = known[1], False
        following[left] = after = following[right]
        if after < len(ids):
            previous[after] = left
            offer(left, after)
        if previous[left] >= 0:
            offer(previous[left], left)
    return [token for token, living in zip(ids, alive, strict=True) if living]
