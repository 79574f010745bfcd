"""Learn merges: again and again the most frequent pair."""

from collections import Counter

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.text.merging import merge as merge_pair
from bigmodel_edu.text.merging import pair_counts as count_pairs


def learn(ids, count):
    learnt: list[tuple[int, int]] = []
    ids = list(ids)
    while len(learnt) < count and len(ids) > 1:
        counts = count_pairs(ids)
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        ids = merge_pair(ids, best, 256 + len(learnt))
        learnt.append(best)
    return learnt


def learn_by(ids, count, choose, first_id=256, recount=True, apply=True):
    """Learn with one thing changed: the choice among pairs, the new ids, whether pairs are counted again or merged at all."""
    ids = list(ids)
    learnt: list[tuple[int, int]] = []
    counts = count_pairs(ids)
    while len(learnt) < count and len(ids) > 1:
        if recount:
            counts = count_pairs(ids)
        if not counts:
            break
        best = choose(counts)
        if apply:
            ids = merge_pair(ids, best, first_id + len(learnt))
        if not recount:
            counts = Counter({pair: number for pair, number in counts.items() if pair != best})
        learnt.append(best)
    return learnt


def smallest(counts):
    return min(counts, key=lambda pair: (-counts[pair], pair))


def first_seen(ids, count):
    return learn_by(ids, count, lambda counts: max(counts, key=counts.__getitem__))


def largest_tie(ids, count):
    return learn_by(ids, count, lambda counts: max(counts, key=lambda pair: (counts[pair], pair)))


def last_seen(ids, count):
    return learn_by(ids, count, lambda counts: max(reversed(list(counts)), key=counts.__getitem__))


def rarest(ids, count):
    return learn_by(ids, count, lambda counts: min(counts, key=lambda pair: (counts[pair], pair)))


def counted_once(ids, count):
    return learn_by(ids, count, smallest, recount=False)


def never_applied(ids, count):
    return learn_by(ids, count, smallest, apply=False)


def ids_from_257(ids, count):
    return learn_by(ids, count, smallest, first_id=257)


def ids_from_the_largest(ids, count):
    return learn_by(ids, count, smallest, first_id=max(ids, default=0) + 1)


def only_repeated(ids, count):
    learnt: list[tuple[int, int]] = []
    ids = list(ids)
    while len(learnt) < count and len(ids) > 1:
        counts = count_pairs(ids)
        best = smallest(counts)
        if counts[best] < 2:
            break
        ids = merge_pair(ids, best, 256 + len(learnt))
        learnt.append(best)
    return learnt


def never_ends_early(ids, count):
    learnt: list[tuple[int, int]] = []
    ids = list(ids)
    for number in range(count):
        counts = count_pairs(ids)
        best = max(counts, key=lambda pair: (counts[pair], -pair[0], -pair[1]))
        ids = merge_pair(ids, best, 256 + number)
        learnt.append(best)
    return learnt


def learnable(rng: np.random.Generator, ways) -> Call:
    """Bytes on which each given mistake shows; a few draws find some."""
    while True:
        alphabet = rng.choice(np.arange(60, 120), size=4, replace=False)
        ids = [int(each) for each in rng.choice(alphabet, size=26, p=[0.4, 0.3, 0.2, 0.1])]
        count = int(rng.integers(4, 7))
        if all(way(ids, count) != learn(ids, count) for way in ways):
            return arguments(ids, count)


def learn_some(rng: np.random.Generator) -> Call:
    return learnable(rng, (counted_once, never_applied, rarest, ids_from_257, ids_from_the_largest))


def learn_with_ties(rng: np.random.Generator) -> Call:
    return learnable(rng, (first_seen, largest_tie, last_seen))


def learn_to_the_end(rng: np.random.Generator) -> Call:
    size = int(rng.integers(0, 5))
    return arguments([int(each) for each in rng.integers(60, 120, size=size)], size + int(rng.integers(1, 4)))


EXERCISE = function(
    __file__,
    points=3,
    reference=learn,
    core={"a text with repeated pairs": learn_some, "pairs that are equally frequent": learn_with_ties},
    edges={"until no pair is left": learn_to_the_end},
    bans=("bigmodel_edu.text",),
    mistakes={
        "ties": (first_seen, largest_tie, last_seen),
        "rarest": rarest,
        "counted-once": (counted_once, never_applied, lambda ids, count: [pair for pair, _ in count_pairs(ids).most_common(count)]),
        "ids-from-257": ids_from_257,
        "ids-from-the-largest": ids_from_the_largest,
        "only-repeated": only_repeated,
        "no-end": never_ends_early,
    },
)
