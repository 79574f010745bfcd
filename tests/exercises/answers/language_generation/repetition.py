"""Answers to language-generation.repetition: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np


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


RIGHT = [repetition_loops, repetition_last_seen, repetition_numpy]
WRONG = [repetition_count, repetition_ahead, repetition_kinds, repetition_number]
