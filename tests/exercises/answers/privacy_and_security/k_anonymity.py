"""Answers to privacy-and-security.k_anonymity: right ones in several styles, wrong ones that are no known mistake."""

from collections import Counter, defaultdict

import pandas as pd


def by_counter(table, columns):
    return min(Counter(tuple(row[column] for column in columns) for row in table).values())


def by_dictionary(table, columns):
    groups = defaultdict(list)
    for row in table:
        groups[tuple(map(row.get, columns))].append(row)
    return min(len(group) for group in groups.values())


def by_pandas(table, columns):
    return int(pd.DataFrame(table).groupby(list(columns), dropna=False).size().min())


def by_comparing(table, columns):
    return min(sum(all(row[c] == other[c] for c in columns) for other in table) for row in table)


RIGHT = [by_counter, by_dictionary, by_pandas, by_comparing]
WRONG = [
    lambda table, columns: by_counter(table, columns) - 1,
    lambda table, columns: by_counter(table, columns[:1]),
    lambda table, columns: sum(size == 1 for size in Counter(tuple(row[c] for c in columns) for row in table).values()),
    lambda table, columns: len(table) - by_counter(table, columns),
    lambda table, columns: 1,
]
