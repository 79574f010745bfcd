"""Count every pair of neighbours; pairs may overlap."""

from collections import Counter
from itertools import pairwise

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.tokenization.merges import short, some_ids, with_runs
from bigmodel_edu.text.merging import merge as merge_pair
from bigmodel_edu.text.merging import pair_counts as count_pairs


def count_some(rng: np.random.Generator) -> Call:
    return arguments(some_ids(rng))


def count_runs(rng: np.random.Generator) -> Call:
    return arguments(with_runs(rng)[0])


def count_short(rng: np.random.Generator) -> Call:
    return arguments(short(rng))


def total(ask, rng: np.random.Generator) -> bool:
    ids = some_ids(rng)
    return sum(ask(ids).values()) == len(ids) - 1


def count_as_merged(ids):
    return {pair: merge_pair(ids, pair, -1).count(-1) for pair in pairwise(ids)}


def count_single(ids):
    return dict(Counter(ids))


EXERCISE = function(
    __file__,
    points=2,
    reference=lambda ids: dict(count_pairs(ids)),
    core={"pairs that come again": count_some, "runs of one id": count_runs},
    edges={"nothing to pair": count_short},
    properties=(total,),
    bans=("bigmodel_edu.text",),
    mistakes={
        "every-second": lambda ids: dict(Counter(zip(ids[::2], ids[1::2], strict=False))),
        "last-missing": lambda ids: dict(Counter(pairwise(ids[:-1]))),
        "round-the-end": lambda ids: dict(Counter(zip(ids, ids[1:] + ids[:1], strict=True))),
        "without-order": lambda ids: dict(Counter(tuple(sorted(pair)) for pair in pairwise(ids))),
        "as-merged": count_as_merged,
        "past-the-end": lambda ids: {(ids[place], ids[place + 1]): 1 for place in range(len(ids))},
        "once-left-out": lambda ids: {pair: count for pair, count in count_pairs(ids).items() if count > 1},
        "single-ids": count_single,
        "shares": lambda ids: {pair: count / max(1, len(ids) - 1) for pair, count in count_pairs(ids).items()},
    },
)
