"""Learn the merges of byte pair encoding from megabytes of text, in seconds.

The plain algorithm counts every pair of the whole text after every merge. Three ideas make it fast and leave the result the same:
equal words are counted once, with how often they occur; each pair knows the words that it stands in, so a merge looks at those only;
a heap keeps the most frequent pair on top, and an outdated entry is put right when it comes up.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise

from bigmodel_edu.text.merging import Pair
from bigmodel_edu.text.splitting import pieces

Report = Callable[[int], None]


def count_words(texts: Iterable[str], scheme: str) -> Counter[bytes]:
    """Count the pieces of texts as bytes.

    >>> count_words(["to be or not to be"], "gpt2").most_common(1)
    [(b' be', 2)]
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(pieces(text, scheme))
    return Counter({word.encode("utf-8"): count for word, count in counts.items()})


class MergeLearner:
    """The words of a text and their pairs, while merges are learnt.

    Args:
        counts: how often each word occurs.

    >>> learner = MergeLearner({b"abab": 3, b"ab": 1})
    >>> learner.learn(2)
    [(97, 98), (256, 256)]
    """

    def __init__(self, counts: dict[bytes, int]) -> None:
        self._words = [list(word) for word in counts]
        self._times = list(counts.values())
        self._pairs: Counter[Pair] = Counter()
        self._where: defaultdict[Pair, set[int]] = defaultdict(set)
        for place, (word, times) in enumerate(zip(self._words, self._times, strict=True)):
            for pair in pairwise(word):
                self._pairs[pair] += times
                self._where[pair].add(place)
        self._heap = [(-count, pair) for pair, count in self._pairs.items()]
        heapq.heapify(self._heap)

    def learn(self, merges: int, report: Report | None = None) -> list[Pair]:
        """Return up to ``merges`` merges in order; merge number r makes the id 256 + r. Fewer when no pair is left."""
        learnt: list[Pair] = []
        while len(learnt) < merges:
            pair = self._most_frequent()
            if pair is None:
                break
            self._apply(pair, 256 + len(learnt))
            learnt.append(pair)
            if report is not None:
                report(len(learnt))
        return learnt

    def _most_frequent(self) -> Pair | None:
        """Take the most frequent pair from the heap, of equals the smallest; entries whose count has changed go back with the new one."""
        while self._heap:
            negative, pair = heapq.heappop(self._heap)
            count = self._pairs[pair]
            if count == -negative and count > 0:
                return pair
            if count > 0:
                heapq.heappush(self._heap, (-count, pair))
        return None

    def _apply(self, pair: Pair, new_id: int) -> None:
        """Merge a pair in every word that holds it, and bring the counts of the pairs around it up to date."""
        changed: set[Pair] = set()
        for place in self._where.pop(pair):
            word, times = self._words[place], self._times[place]
            for old in pairwise(word):
                self._pairs[old] -= times
            word = self._words[place] = _merged(word, pair, new_id)
            for new in pairwise(word):
                self._pairs[new] += times
                if new[0] == new_id or new[1] == new_id:
                    self._where[new].add(place)
                    changed.add(new)
        del self._pairs[pair]
        for new in changed:
            heapq.heappush(self._heap, (-self._pairs[new], new))


def _merged(word: list[int], pair: Pair, new_id: int) -> list[int]:
    """Do what ``merging.merge`` does, by looking for the first id of the pair instead of at every id."""
    first, second = pair
    merged: list[int] = []
    start = 0
    while True:
        try:
            found = word.index(first, start)
        except ValueError:
            return merged + word[start:]
        if found + 1 < len(word) and word[found + 1] == second:
            merged += word[start:found]
            merged.append(new_id)
            start = found + 2
        else:
            merged += word[start : found + 1]
            start = found + 1
