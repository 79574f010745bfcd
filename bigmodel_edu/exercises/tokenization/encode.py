"""Turn a text into ids."""

import re
from itertools import pairwise

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.tokenization.merges import (
    CHINESE,
    encode_by_merges,
    first_only,
    from_the_right,
    leftmost_first,
    letters_and_merges,
    longest_match,
    most_frequent_first,
    one_pass_in_text_order,
    ranks_of,
)
from bigmodel_edu.text.merging import encode as encode_ids
from bigmodel_edu.text.merging import learn_merges as learn_from_texts
from bigmodel_edu.text.merging import merge as merge_pair


def last_learnt_first(text, merges):
    ids = list(text.encode("utf-8"))
    for rank in reversed(range(len(merges))):
        ids = merge_pair(ids, tuple(merges[rank]), 256 + rank)
    return ids


def each_merge_once(text, merges):
    ids = list(text.encode("utf-8"))
    for rank, pair in enumerate(merges):
        ids = first_only(ids, tuple(pair), 256 + rank)
    return ids


def right_to_left(text, merges):
    ids = list(text.encode("utf-8"))
    for rank, pair in enumerate(merges):
        ids = from_the_right(ids, tuple(pair), 256 + rank)
    return ids


def word_by_word(text, merges):
    return [token for word in re.findall(r" *[^ ]+| +$", text) for token in encode_by_merges(word, merges)]


def one_merge(text, merges):
    ids, ranks = list(text.encode("utf-8")), ranks_of(merges)
    known = [pair for pair in pairwise(ids) if pair in ranks]
    if not known:
        return ids
    first = min(known, key=lambda pair: ranks[pair][0])
    return merge_pair(ids, first, ranks[first][1])


def characters(text, merges):
    return encode_ids([ord(character) for character in text], ranks_of(merges))


def chinese_and_merges(rng: np.random.Generator) -> Call:
    text = CHINESE[int(rng.integers(len(CHINESE)))]
    return arguments(text, learn_from_texts([text.encode("utf-8")], int(rng.integers(4, 12))))


def nothing_to_merge(rng: np.random.Generator) -> Call:
    text = ["", "x", "zz zz", "é"][int(rng.integers(4))]
    return arguments(text, [] if rng.random() < 0.3 else [(97, 98), (256, 97)])


EXERCISE = function(
    __file__,
    points=4,
    reference=encode_by_merges,
    core={"merges that compete": letters_and_merges},
    edges={"Chinese and emoji": chinese_and_merges, "nothing to merge": nothing_to_merge},
    bans=("bigmodel_edu.text",),
    mistakes={
        "text-order": (leftmost_first, one_pass_in_text_order),
        "longest-match": longest_match,
        "last-learnt-first": last_learnt_first,
        "most-frequent-first": most_frequent_first,
        "from-the-right": right_to_left,
        "word-by-word": word_by_word,
        "each-once": each_merge_once,
        "one-merge": one_merge,
        "characters": characters,
    },
)
