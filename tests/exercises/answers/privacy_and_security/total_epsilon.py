"""Answers to privacy-and-security.total_epsilon: right ones in several styles, wrong ones that are no known mistake."""

from collections import defaultdict


def by_sums(queries):
    totals = defaultdict(float)
    for part, epsilon in queries:
        totals[part] += epsilon
    return max(totals.values(), default=0.0)


def by_names(queries):
    names = {part for part, _ in queries}
    return max([sum(epsilon for part, epsilon in queries if part == name) for name in names] or [0])


def by_loop(queries):
    largest, totals = 0.0, {}
    for part, epsilon in queries:
        totals[part] = totals.get(part, 0.0) + epsilon
        largest = max(largest, totals[part])
    return largest


RIGHT = [by_sums, by_names, by_loop]
WRONG = [
    lambda queries: min((by_sums([q for q in queries if q[0] == part]) for part, _ in queries), default=0.0),
    lambda queries: by_sums(queries) * len({part for part, _ in queries}),
    lambda queries: float(len(queries)),
    lambda queries: max(q[1] for q in queries),
]
