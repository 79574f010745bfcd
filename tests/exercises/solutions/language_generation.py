"""Answers to the exercises of language generation: right ones in several styles, and wrong ones that are no known misconception."""

import itertools
import math
from collections import Counter

import numpy as np
import torch

# bits_per_byte


def bits_plain(loss, tokens, text):
    return loss * tokens / (math.log(2) * len(text.encode()))


def bits_numpy(loss, tokens, text):
    return np.float32(loss / np.log(2) * (tokens / len(bytes(text, "utf-8"))))


def bits_torch(loss, tokens, text):
    return torch.tensor(loss) * tokens / torch.log(torch.tensor(2.0)) / sum(len(each.encode()) for each in text)


def bits_rounded(loss, tokens, text):
    return round(bits_plain(loss, tokens, text))


def bits_words(loss, tokens, text):
    return loss * tokens / math.log(2) / max(len(text.split()), 1)


def bits_log_ten(loss, tokens, text):
    return loss * tokens / math.log10(2) / len(text.encode())


def bits_ascii(loss, tokens, text):
    return loss * tokens / math.log(2) / max(len(text.encode("ascii", "ignore")), 1)


# distinct_n


def distinct_counter(texts, n):
    grams = Counter(gram for text in texts for gram in zip(*(text[i:] for i in range(n)), strict=False))
    return len(grams) / grams.total() if grams else 0.0


def distinct_loops(texts, n):
    seen, total = set(), 0
    for text in texts:
        for start in range(len(text) - n + 1):
            total += 1
            seen.add(" ".join(str(each) for each in text[start : start + n]))
    return len(seen) / total if total else 0


def distinct_numpy(texts, n):
    rows = [np.lib.stride_tricks.sliding_window_view(np.array(text), n) for text in texts if len(text) >= n]
    if not rows:
        return 0.0
    rows = np.concatenate(rows)
    return np.float64(len(np.unique(rows, axis=0)) / len(rows))


def distinct_first(texts, n):
    return distinct_counter(texts[:1], n)


def distinct_sorted(texts, n):
    return distinct_counter([sorted(text) for text in texts], n)


def distinct_once(texts, n):
    grams = Counter(gram for text in texts for gram in zip(*(text[i:] for i in range(n)), strict=False))
    return sum(count == 1 for count in grams.values()) / max(grams.total(), 1)


def distinct_smoothed(texts, n):
    grams = Counter(gram for text in texts for gram in zip(*(text[i:] for i in range(n)), strict=False))
    return len(grams) / (grams.total() + 1)


# repetition


def repetition_loops(tokens, window):
    if len(tokens) == 0:
        return 0
    hits = 0
    for place in range(len(tokens)):
        for back in range(1, window + 1):
            if place - back >= 0 and tokens[place - back] == tokens[place]:
                hits += 1
                break
    return hits / len(tokens)


def repetition_last_seen(tokens, window):
    last, hits = {}, 0
    for place, token in enumerate(tokens):
        hits += token in last and place - last[token] <= window
        last[token] = place
    return hits / max(len(tokens), 1)


def repetition_numpy(tokens, window):
    if not tokens:
        return 0.0
    tokens = np.array(tokens)
    hit = np.zeros(len(tokens), dtype=bool)
    for back in range(1, min(window, len(tokens) - 1) + 1):
        hit[back:] |= tokens[back:] == tokens[:-back]
    return hit.mean()


def repetition_count(tokens, window):
    return sum(tokens[max(0, i - window) : i].count(token) for i, token in enumerate(tokens)) / max(len(tokens), 1)


def repetition_ahead(tokens, window):
    return sum(tokens[i] in tokens[i + 1 : i + window] for i in range(len(tokens))) / max(len(tokens), 1)


def repetition_kinds(tokens, window):
    return 1 - len(set(tokens)) / max(len(tokens), 1)


def repetition_number(tokens, window):
    return repetition_loops(tokens, window) * len(tokens)


# pass_at_k


def pass_product(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def pass_comb(n, c, k):
    return 1 - math.comb(n - c, k) / math.comb(n, k)


def pass_steps(n, c, k):
    fail = 1.0
    for step in range(k):
        fail *= max(n - c - step, 0) / (n - step)
    return 1 - fail


def pass_log(n, c, k):
    if n - c < k:
        return 1.0
    log = math.lgamma(n - c + 1) + math.lgamma(n - k + 1) - math.lgamma(n - c - k + 1) - math.lgamma(n + 1)
    return torch.tensor(1 - math.exp(log))


def pass_poisson(n, c, k):
    return 1 - math.exp(-k * c / n)


def pass_swapped(n, c, k):
    return 1 - math.comb(n - k, max(c - 1, 0)) / math.comb(n, max(c - 1, 0))


def pass_one_more(n, c, k):
    return pass_comb(n, c, min(k + 1, n))


def pass_percent(n, c, k):
    return 100 * pass_comb(n, c, k)


# win_rate


def wins_counts(first_order, second_order):
    wins = first_order.count("first") + second_order.count("second")
    ties = first_order.count("tie") + second_order.count("tie")
    return (wins + ties / 2) / (len(first_order) + len(second_order))


def wins_numpy(first_order, second_order):
    score = {"first": 1.0, "tie": 0.5, "second": 0.0}
    one, two = (np.array([score[each] for each in order]) for order in (first_order, second_order))
    return np.mean((one + 1 - two) / 2)


def wins_loop(first_order, second_order):
    points = 0
    for verdict in first_order:
        points += 2 if verdict == "first" else 1 if verdict == "tie" else 0
    for verdict in second_order:
        points += 2 if verdict == "second" else 1 if verdict == "tie" else 0
    return points / (2 * len(list(itertools.chain(first_order, second_order))))


def wins_second_only(first_order, second_order):
    return wins_counts([], second_order)


def wins_sum(first_order, second_order):
    return 2 * wins_counts(first_order, second_order)


def wins_agreed_only(first_order, second_order):
    pairs = [(a, b) for a, b in zip(first_order, second_order, strict=True) if (a, b) in (("first", "second"), ("second", "first"))]
    return sum(a == "first" for a, _ in pairs) / len(pairs) if pairs else 0.5


def wins_net(first_order, second_order):
    return 2 * wins_counts(first_order, second_order) - 1


RIGHT = {
    "language-generation.bits_per_byte": [bits_plain, bits_numpy, bits_torch],
    "language-generation.distinct_n": [distinct_counter, distinct_loops, distinct_numpy],
    "language-generation.repetition": [repetition_loops, repetition_last_seen, repetition_numpy],
    "language-generation.pass_at_k": [pass_product, pass_comb, pass_steps, pass_log],
    "language-generation.win_rate": [wins_counts, wins_numpy, wins_loop],
}
WRONG = {
    "language-generation.bits_per_byte": [bits_rounded, bits_words, bits_log_ten, bits_ascii],
    "language-generation.distinct_n": [distinct_first, distinct_sorted, distinct_once, distinct_smoothed],
    "language-generation.repetition": [repetition_count, repetition_ahead, repetition_kinds, repetition_number],
    "language-generation.pass_at_k": [pass_poisson, pass_swapped, pass_one_more, pass_percent],
    "language-generation.win_rate": [wins_second_only, wins_sum, wins_agreed_only, wins_net],
    "language-generation.word_perplexity": [0, -1, 1e6, "30 words"],
    "language-generation.likeliest_text": ["a", "b", "ab", "greedy"],
}
