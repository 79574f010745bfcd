"""Answers to tokenization.merge: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np

from .merging_ways import merge_by_skipping, merge_by_while


def merge_on_the_go(ids, pair, new_id):
    result = []
    for token in ids:
        if result and result[-1] == pair[0] and token == pair[1]:
            result[-1] = new_id
        else:
            result.append(token)
    return result


def merge_as_array(ids, pair, new_id):
    return np.array(merge_by_while(ids, pair, new_id), dtype=np.int64)


def merge_as_tuple(ids, pair, new_id):
    return tuple(merge_by_skipping(ids, pair, new_id))


def merge_in_place(ids, pair, new_id):
    place = 0
    while place < len(ids) - 1:
        if (ids[place], ids[place + 1]) == pair:
            ids[place : place + 2] = [new_id]
        place += 1
    return ids


def merge_by_text(ids, pair, new_id):
    return [int(each) for each in " ".join(map(str, ids)).replace(f"{pair[0]} {pair[1]}", str(new_id)).split()][:-1]


def merge_left_only(ids, pair, new_id):
    return [new_id if token == pair[0] else token for token in ids if token != pair[1]]


def merge_with_the_pair(ids, pair, new_id):
    return [each for token in merge_by_while(ids, pair, new_id) for each in ([*pair] if token == new_id else [token])]


def merge_again(ids, pair, new_id):
    once = merge_by_while(ids, pair, new_id)
    return merge_by_while(once, (new_id, new_id), new_id)


RIGHT = [merge_by_while, merge_by_skipping, merge_on_the_go, merge_as_array, merge_as_tuple]
WRONG = [merge_in_place, merge_by_text, merge_left_only, merge_with_the_pair, merge_again]
