"""Answers to tokenization.learn_merges: right ones in several styles, wrong ones that are no known mistake."""

from collections import Counter
from itertools import pairwise

from .merging_ways import counts_by_loop, merge_by_skipping, merge_by_while


def learn_with_max(ids, count):
    ids, learnt = list(ids), []
    for number in range(count):
        counts = counts_by_loop(ids)
        if not counts:
            break
        best = max(counts, key=lambda pair: (counts[pair], -pair[0], -pair[1]))
        ids = merge_by_while(ids, best, 256 + number)
        learnt.append(best)
    return learnt


def learn_with_sorted(ids, count):
    learnt = []
    while len(learnt) < count and len(ids) >= 2:
        (best, _), *_ = sorted(Counter(pairwise(ids)).items(), key=lambda item: (-item[1], item[0]))
        ids = merge_on_the_go_once(ids, best, 256 + len(learnt))
        learnt.append(list(best))
    return learnt


def merge_on_the_go_once(ids, pair, new_id):
    return merge_by_skipping(ids, pair, new_id)


def learn_recursively(ids, count, new_id=256):
    counts = Counter(pairwise(ids))
    if not count or not counts:
        return []
    most = max(counts.values())
    best = min(pair for pair, number in counts.items() if number == most)
    return [best, *learn_recursively(merge_by_while(ids, best, new_id), count - 1, new_id + 1)]


def learn_with_counts(ids, count):
    return [(pair, 1) for pair in learn_with_max(ids, count)]


def learn_one_less(ids, count):
    return learn_with_max(ids, max(0, count - 1))


def learn_one_more(ids, count):
    return learn_with_max(ids, count + 1)


def learn_most_letters(ids, count):
    return list(dict.fromkeys(pairwise(sorted(ids))))[:count]


def learn_without_runs(ids, count):
    ids, learnt = list(ids), []
    for number in range(count):
        counts = {pair: times for pair, times in counts_by_loop(ids).items() if pair[0] != pair[1]}
        if not counts:
            break
        best = max(counts, key=lambda pair: (counts[pair], -pair[0], -pair[1]))
        ids = merge_by_while(ids, best, 256 + number)
        learnt.append(best)
    return learnt


RIGHT = [learn_with_max, learn_with_sorted, learn_recursively]
WRONG = [learn_with_counts, learn_one_less, learn_one_more, learn_most_letters, learn_without_runs]
