"""Answers to finance.walk_forward: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np


def in_a_range(days, first, test, gap=0):
    return [(stop, stop + gap, stop + gap + test) for stop in range(first, days - gap - test + 1, test)]


def in_a_while_loop(days, first, test, gap=0):
    splits, stop = [], first
    while stop + gap + test <= days:
        splits.append((stop, stop + gap, stop + gap + test))
        stop += test
    return splits


def by_counting(days, first, test, gap=0):
    folds = max(0, (days - first - gap) // test)
    return [[first + fold * test, first + fold * test + gap, first + (fold + 1) * test + gap] for fold in range(folds)]


def as_array_then_lists(days, first, test, gap=0):
    stops = np.arange(first, days - gap - test + 1, test)
    return [tuple(int(each) for each in (stop, stop + gap, stop + gap + test)) for stop in stops]


RIGHT = [in_a_range, in_a_while_loop, by_counting, as_array_then_lists]
WRONG = [
    lambda days, first, test, gap=0: in_a_range(days, first, test, gap)[:1],
    lambda days, first, test, gap=0: [(stop - first, start, end) for stop, start, end in in_a_range(days, first, test, gap)],
    lambda days, first, test, gap=0: [(stop - gap, stop, stop + test) for stop in range(first, days - test + 1, test)],
    lambda days, first, test, gap=0: in_a_range(days, first, test, gap) or [(first, first + gap, days)],
    lambda days, first, test, gap=0: [each[:2] for each in in_a_range(days, first, test, gap)],
]
