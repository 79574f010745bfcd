"""Replace every occurrence of a pair by one id, from left to right."""

from itertools import pairwise

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.tokenization.merges import first_only, from_the_right, short, some_ids, with_runs
from bigmodel_edu.text.merging import merge as merge_pair


def a_pair(rng: np.random.Generator, ids: list[int]) -> tuple[int, int]:
    pairs = sorted({pair for pair in pairwise(ids) if pair[0] != pair[1]})
    return pairs[int(rng.integers(len(pairs)))]


def merge_some(rng: np.random.Generator) -> Call:
    ids = some_ids(rng)
    left, right = a_pair(rng, ids)
    return arguments([left, right, *ids, right, left, left, right, ids[0]], (left, right), int(rng.integers(500, 900)))


def digits_that_look_alike(rng: np.random.Generator) -> Call:
    """Ids whose digits hold the digits of the pair: 11, 2 and 1, 22 are not the pair 1, 2."""
    return arguments([11, 2, 1, 22, 1, 2, 12], (1, 2), 9)


def merge_runs(rng: np.random.Generator) -> Call:
    ids, one = with_runs(rng)
    return arguments(ids, (one, one), int(rng.integers(500, 900)))


def merge_last(rng: np.random.Generator) -> Call:
    """The list ends with the pair, or with the first half of it."""
    ids = some_ids(rng)
    left, right = a_pair(rng, ids)
    return arguments([*ids, left, right] if rng.random() < 0.5 else [*ids, right, left], (left, right), int(rng.integers(500, 900)))


def merge_nothing(rng: np.random.Generator) -> Call:
    ids = short(rng)
    return arguments(ids, (ids[0] if ids else 4, 1_000), 500)


def lossless(ask, rng: np.random.Generator) -> bool:
    ids, one = with_runs(rng)
    merged = ask(ids, (one, one), 900)
    return 900 in merged and [each for token in merged for each in ([one, one] if token == 900 else [token])] == ids


def second_stays(ids, pair, new_id):
    merged, places = [], range(len(ids))
    for place in places:
        merged.append(new_id if place + 1 < len(ids) and (ids[place], ids[place + 1]) == pair else ids[place])
    return merged


def overlapping(ids, pair, new_id):
    merged = []
    for place in range(len(ids)):
        if place + 1 < len(ids) and (ids[place], ids[place + 1]) == pair:
            merged.append(new_id)
        elif place == 0 or (ids[place - 1], ids[place]) != pair:
            merged.append(ids[place])
    return merged


def past_the_end(ids, pair, new_id):
    merged, place = [], 0
    while place < len(ids):
        if ids[place] == pair[0] and ids[place + 1] == pair[1]:
            merged.append(new_id)
            place += 2
        else:
            merged.append(ids[place])
            place += 1
    return merged


def last_lost(ids, pair, new_id):
    merged, place = [], 0
    while place < len(ids) - 1:
        if (ids[place], ids[place + 1]) == pair:
            merged.append(new_id)
            place += 2
        else:
            merged.append(ids[place])
            place += 1
    return merged


def either_order(ids, pair, new_id):
    merged, place = [], 0
    while place < len(ids):
        if place + 1 < len(ids) and {(ids[place], ids[place + 1]), (ids[place + 1], ids[place])} & {pair}:
            merged.append(new_id)
            place += 2
        else:
            merged.append(ids[place])
            place += 1
    return merged


EXERCISE = function(
    __file__,
    points=3,
    reference=lambda ids, pair, new_id: merge_pair(ids, pair, new_id),
    core={"pairs among other ids": (merge_some, digits_that_look_alike), "runs of one id": merge_runs},
    edges={"a pair at the end": merge_last, "nothing to merge": merge_nothing},
    properties=(lossless,),
    bans=("bigmodel_edu.text",),
    mistakes={
        "overlapping": overlapping,
        "second-stays": second_stays,
        "from-the-right": from_the_right,
        "nothing-merged": lambda ids, pair, new_id: list(ids),
        "past-the-end": past_the_end,
        "first-only": first_only,
        "last-lost": last_lost,
        "either-order": either_order,
    },
)
