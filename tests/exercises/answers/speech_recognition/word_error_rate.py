"""Answers to speech-recognition.word_error_rate: right ones in several styles, wrong ones that are no known mistake."""

import itertools

import numpy as np


def wer_table(references, hypotheses):
    errors = words = 0
    for a, b in zip(references, hypotheses, strict=True):
        table = np.zeros((len(a) + 1, len(b) + 1), dtype=int)
        table[:, 0], table[0] = range(len(a) + 1), range(len(b) + 1)
        for i in range(1, len(a) + 1):
            for j in range(1, len(b) + 1):
                table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a[i - 1] != b[j - 1]))
        errors, words = errors + table[-1, -1], words + len(a)
    return errors / words


def wer_recursive(references, hypotheses):
    def distance(a, b, known):
        if not a or not b:
            return len(a) + len(b)
        key = len(a), len(b)
        if key not in known:
            known[key] = min(
                distance(a[1:], b, known) + 1,
                distance(a, b[1:], known) + 1,
                distance(a[1:], b[1:], known) + (a[0] != b[0]),
            )
        return known[key]

    return sum(distance(a, b, {}) for a, b in zip(references, hypotheses, strict=True)) / sum(len(a) for a in references)


def wer_one_row(references, hypotheses):
    total = 0
    for a, b in zip(references, hypotheses, strict=True):
        row = list(range(len(b) + 1))
        for i, word in enumerate(a, 1):
            diagonal, row[0] = row[0], i
            for j, other in enumerate(b, 1):
                diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
        total += row[-1]
    return np.float32(total / sum(map(len, references)))


def wer_naive_recursion(references, hypotheses):
    def distance(a, b):
        if not a or not b:
            return len(a) + len(b)
        return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))

    return sum(map(distance, references, hypotheses)) / sum(map(len, references))


def wer_matching_blocks(references, hypotheses):
    wrong = 0
    for a, b in zip(references, hypotheses, strict=True):
        wrong += max(len(a), len(b)) - sum(word in b for word in a)
    return wrong / sum(map(len, references))


def wer_bags(references, hypotheses):
    return sum(len(set(a) ^ set(b)) for a, b in zip(references, hypotheses, strict=True)) / sum(map(len, references))


def wer_common(references, hypotheses):
    def longest(a, b):
        row = [0] * (len(b) + 1)
        for word in a:
            before = row[:]
            for j, other in enumerate(b, 1):
                row[j] = before[j - 1] + 1 if word == other else max(before[j], row[j - 1])
        return row[-1]

    return 1 - sum(longest(a, b) for a, b in zip(references, hypotheses, strict=True)) / sum(map(len, references))


def wer_joined(references, hypotheses):
    return wer_table([list(itertools.chain(*references))], [list(itertools.chain(*hypotheses[::-1]))])


def wer_percent(references, hypotheses):
    return 100 * wer_table(references, hypotheses)


RIGHT = [wer_table, wer_recursive, wer_one_row, wer_naive_recursion]
WRONG = [wer_bags, wer_common, wer_joined, wer_percent, wer_matching_blocks]
