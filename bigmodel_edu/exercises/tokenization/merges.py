"""Merges invented for a draw, and texts that they apply to."""

from functools import lru_cache

import numpy as np

from bigmodel_edu.checking import Call, arguments
from bigmodel_edu.text.merging import encode as encode_ids
from bigmodel_edu.text.merging import merge as merge_pair
from bigmodel_edu.text.merging import pair_counts as count_pairs


def some_ids(rng: np.random.Generator) -> list[int]:
    """Few different ids, so that pairs come again, in an order with no pattern."""
    alphabet = rng.choice(np.arange(3, 400), size=3, replace=False)
    return [int(each) for each in rng.choice(alphabet, size=int(rng.integers(11, 20)))]


def with_runs(rng: np.random.Generator) -> tuple[list[int], int]:
    """Runs of one id, of three and of five, among others; and that id."""
    one, other, third = (int(each) for each in rng.choice(np.arange(3, 400), size=3, replace=False))
    runs = [int(each) for each in rng.permutation([3, 5, 2])]
    return [other, *[one] * runs[0], third, *[one] * runs[1], other, third, *[one] * runs[2]], one


def short(rng: np.random.Generator) -> list[int]:
    return [int(each) for each in rng.integers(3, 400, size=int(rng.integers(0, 2)))]


def from_the_right(ids, pair, new_id):
    return merge_pair(ids[::-1], (pair[1], pair[0]), new_id)[::-1]


def first_only(ids, pair, new_id):
    for place in range(len(ids) - 1):
        if (ids[place], ids[place + 1]) == pair:
            return [*ids[:place], new_id, *ids[place + 2 :]]
    return list(ids)


def ranks_of(merges):
    return {tuple(pair): (rank, 256 + rank) for rank, pair in enumerate(merges)}


def encode_by_merges(text, merges):
    return encode_ids(list(text.encode("utf-8")), ranks_of(merges))


def spelling_of(merges):
    known = {byte: bytes([byte]) for byte in range(256)}
    for rank, (left, right) in enumerate(merges):
        known[256 + rank] = known[left] + known[right]
    return known


def leftmost_first(text, merges):
    ids, ranks = list(text.encode("utf-8")), ranks_of(merges)
    place = 0
    while place < len(ids) - 1:
        if (ids[place], ids[place + 1]) in ranks:
            ids[place : place + 2] = [ranks[ids[place], ids[place + 1]][1]]
            place = 0
        else:
            place += 1
    return ids


def one_pass_in_text_order(text, merges):
    ids, ranks = [], ranks_of(merges)
    for byte in text.encode("utf-8"):
        ids.append(byte)
        while len(ids) > 1 and (ids[-2], ids[-1]) in ranks:
            ids[-2:] = [ranks[ids[-2], ids[-1]][1]]
    return ids


def longest_match(text, merges):
    by_spelling = {spelling: token for token, spelling in reversed(spelling_of(merges).items())}
    raw, ids = text.encode("utf-8"), []
    while raw:
        size = next(size for size in range(len(raw), 0, -1) if raw[:size] in by_spelling)
        ids.append(by_spelling[raw[:size]])
        raw = raw[size:]
    return ids


def most_frequent_first(text, merges):
    ids, ranks = list(text.encode("utf-8")), ranks_of(merges)
    while True:
        counts = {pair: count for pair, count in count_pairs(ids).items() if pair in ranks}
        if not counts:
            return ids
        best = min(counts, key=lambda pair: (-counts[pair], ranks[pair][0]))
        ids = merge_pair(ids, best, ranks[best][1])


def invented_merges(rng: np.random.Generator, letters: str, count: int) -> list[tuple[int, int]]:
    """Merges that build on one another, in a rank order that no text suggests."""
    tokens = [ord(letter) for letter in letters]
    run, before_a_space = (int(each) for each in rng.choice(tokens[:3], 2, replace=False))
    merges = [(run, run), (before_a_space, ord(" "))]
    tokens += [256, 257]
    while len(merges) < count:
        recent = tokens[-4:] if rng.random() < 0.4 else tokens
        pair = (int(rng.choice(recent)), int(rng.choice(tokens)))
        if pair not in merges:
            merges.append(pair)
            tokens.append(255 + len(merges))
    return merges


ASCII_WAYS = (leftmost_first, one_pass_in_text_order, longest_match)


def letters_and_merges(rng: np.random.Generator) -> Call:
    text, merges = competing(int(rng.integers(2**32)))
    return arguments(text, list(merges))


@lru_cache(maxsize=1_000)  # a search: the same case is drawn again for every answer that is tried
def competing(seed: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text and merges on which each mistake shows, and longest match is told apart."""
    rng = np.random.default_rng(seed)
    while True:
        merges = invented_merges(rng, "abn s", int(rng.integers(9, 15)))
        run, before_a_space = chr(merges[0][0]), chr(merges[1][0])
        pieces = [*rng.choice(list("abn s"), size=int(rng.integers(12, 22))), f"s{run * 3}s", f"s{before_a_space} s"]
        text = " " + "".join(rng.permutation(pieces)) + " "
        right, left, passed, longest = (way(text, merges) for way in (encode_by_merges, *ASCII_WAYS))
        if right not in (left, passed, longest, most_frequent_first(text, merges)) and longest not in (left, passed):
            return text, tuple(merges)


CHINESE = (
    "人工智能不等于人工",
    "大模型的大是多大",
    "苟日新，日日新，又日新。",
    "千里之行，始于足下；千里之堤，溃于蚁穴。",
    "云想衣裳花想容，🙂云想花",
)
