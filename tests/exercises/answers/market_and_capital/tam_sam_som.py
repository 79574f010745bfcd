"""Answers to market-and-capital.tam_sam_som: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np


def sums(segments, serviceable, obtainable_share):
    worth = {name: buyers * spend for name, (buyers, spend) in segments.items()}
    served = sum(worth[name] for name in serviceable)
    return sum(worth.values()), served, served * obtainable_share


def loop(segments, serviceable, obtainable_share):
    tam = sam = 0.0
    for name in segments:
        size = segments[name][0] * segments[name][1]
        tam += size
        if name in serviceable:
            sam += size
    return [tam, sam, sam * obtainable_share]


def numpy_masks(segments, serviceable, obtainable_share):
    rows = np.array(list(segments.values()), dtype=float)
    mask = np.array([name in set(serviceable) for name in segments])
    worth = rows.prod(axis=1)
    return np.array([worth.sum(), worth[mask].sum(), worth[mask].sum() * obtainable_share])


def first_segment_only(segments, serviceable, share):
    _tam, sam, _ = sums(segments, serviceable[:1], share)
    return sum(b * s for b, s in segments.values()), sam, sam * share


def two_values(segments, serviceable, share):
    return sums(segments, serviceable, share)[:2]


def added_instead_of_multiplied(segments, serviceable, share):
    worth = {name: buyers + spend for name, (buyers, spend) in segments.items()}
    served = sum(worth[name] for name in serviceable)
    return sum(worth.values()), served, served * share


def fails_on_none(segments, serviceable, share):
    tam, sam, som = sums(segments, serviceable, share)
    return (tam, sam, som) if serviceable else (tam, tam, tam * share)


def share_twice(segments, serviceable, share):
    tam, sam, som = sums(segments, serviceable, share)
    return tam, sam, som * share


RIGHT = [sums, loop, numpy_masks]
WRONG = [first_segment_only, two_values, added_instead_of_multiplied, fails_on_none, share_twice]
