"""Answers to tokenization.encode: right ones in several styles, wrong ones that are no known mistake."""

from functools import reduce
from itertools import pairwise

import numpy as np

from .merging_ways import merge_by_skipping, merge_by_while, table_of


def encode_rank_by_rank(text, merges):
    ids = list(text.encode())
    for rank, pair in enumerate(merges):
        ids = merge_by_while(ids, pair, 256 + rank)
    return ids


def encode_lowest_rank(text, merges):
    ranks = {tuple(pair): rank for rank, pair in enumerate(merges)}
    ids = list(text.encode("utf-8"))
    while len(ids) > 1:
        best = min(pairwise(ids), key=lambda pair: ranks.get(pair, len(ranks)))
        if best not in ranks:
            break
        ids = merge_by_skipping(ids, best, 256 + ranks[best])
    return ids


def encode_one_place_at_a_time(text, merges):
    ids = [int(byte) for byte in bytearray(text, "utf-8")]
    while True:
        found = [(merges.index(pair), place) for place, pair in enumerate(pairwise(ids)) if pair in merges]
        if not found:
            return ids
        rank, place = min(found)
        ids = [*ids[:place], 256 + rank, *ids[place + 2 :]]


def encode_as_array(text, merges):
    return np.array(encode_rank_by_rank(text, merges), dtype=np.int32)


def encode_ids_from_257(text, merges):
    return [token + (token > 255) for token in encode_rank_by_rank(text, merges)]


def encode_without_merging(text, merges):
    return list(text.encode())


def encode_utf16(text, merges):
    ids = list(text.encode("utf-16-le"))
    for rank, pair in enumerate(merges):
        ids = merge_by_while(ids, pair, 256 + rank)
    return ids


def encode_word_by_word(text, merges):
    words = text.split(" ")
    return [token for number, word in enumerate(words) for token in encode_rank_by_rank(" " * (number > 0) + word, merges)]


def encode_in_lower_ranks_of_text(text, merges):
    return encode_rank_by_rank(text[::-1], merges)


def encode_by_reduction(text, merges):
    return reduce(lambda ids, ranked: merge_by_while(ids, ranked[1], 256 + ranked[0]), enumerate(merges), list(bytes(text, "utf-8")))


def encode_stripped(text, merges):
    return encode_rank_by_rank(text.strip(), merges)


def encode_pieces(text, merges):
    table = table_of(merges)
    return [table[token] for token in encode_rank_by_rank(text, merges)]


RIGHT = [encode_rank_by_rank, encode_lowest_rank, encode_one_place_at_a_time, encode_as_array, encode_by_reduction]
WRONG = [
    encode_ids_from_257,
    encode_without_merging,
    encode_utf16,
    encode_word_by_word,
    encode_in_lower_ranks_of_text,
    encode_pieces,
    encode_stripped,
]
