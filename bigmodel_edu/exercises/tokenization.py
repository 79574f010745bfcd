"""Tokenization: count pairs, merge them, learn merges, encode and decode, and what a token more costs."""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.text.merging import encode as encode_ids
from bigmodel_edu.text.merging import learn_merges as learn_from_texts
from bigmodel_edu.text.merging import merge as merge_pair
from bigmodel_edu.text.merging import pair_counts as count_pairs

PACKAGE = ("bigmodel_edu.text",)


def _some_ids(rng: np.random.Generator) -> list[int]:
    """Few different ids, so that pairs come again, in an order with no pattern."""
    alphabet = rng.choice(np.arange(3, 400), size=3, replace=False)
    return [int(each) for each in rng.choice(alphabet, size=int(rng.integers(11, 20)))]


def _with_runs(rng: np.random.Generator) -> tuple[list[int], int]:
    """Runs of one id, of three and of five, among others; and that id."""
    one, other, third = (int(each) for each in rng.choice(np.arange(3, 400), size=3, replace=False))
    runs = [int(each) for each in rng.permutation([3, 5, 2])]
    return [other, *[one] * runs[0], third, *[one] * runs[1], other, third, *[one] * runs[2]], one


def _short(rng: np.random.Generator) -> list[int]:
    return [int(each) for each in rng.integers(3, 400, size=int(rng.integers(0, 2)))]


def _count_some(rng: np.random.Generator) -> Call:
    return arguments(_some_ids(rng))


def _count_runs(rng: np.random.Generator) -> Call:
    return arguments(_with_runs(rng)[0])


def _count_short(rng: np.random.Generator) -> Call:
    return arguments(_short(rng))


def _all_pairs_counted(ask, rng: np.random.Generator) -> bool:
    ids = _some_ids(rng)
    return sum(ask(ids).values()) == len(ids) - 1


def _count_as_merged(ids):
    return {pair: merge_pair(ids, pair, -1).count(-1) for pair in pairwise(ids)}


def _count_single(ids):
    return dict(Counter(ids))


pair_counts = Exercise(
    id="tokenization.pair_counts",
    points=2,
    target="pair_counts",
    reference=lambda ids: dict(count_pairs(ids)),
    inputs={"pairs that come again": _count_some, "runs of one id": _count_runs, "nothing to pair": _count_short},
    properties=(Property("total", "count one pair less than there are ids, in total.", _all_pairs_counted),),
    forbidden=PACKAGE,
    misconceptions=(
        Misconception(
            "every-second",
            lambda ids: dict(Counter(zip(ids[::2], ids[1::2], strict=False))),
            "You count every second pair only: the 1st with the 2nd, the 3rd with the 4th. Pairs overlap.",
            (
                "How many pairs of neighbours does a list of 4 ids have?",
                "Count the pairs of [7, 8, 9] by hand: (7, 8) and (8, 9).",
                "Your step from one pair to the next is 2; it should be 1.",
            ),
        ),
        Misconception(
            "last-missing",
            lambda ids: dict(Counter(pairwise(ids[:-1]))),
            "Your last pair is missing.",
            (
                "How many pairs of neighbours does a list of 2 ids have?",
                "Try [7, 8]. Do you return a pair?",
                "Look at where your loop ends: the last pair begins at place len(ids) − 2.",
            ),
        ),
        Misconception(
            "round-the-end",
            lambda ids: dict(Counter(zip(ids, ids[1:] + ids[:1], strict=True))),
            "You also pair the last id with the first. They are no neighbours.",
            (
                "How many pairs of neighbours does a list of 3 ids have?",
                "Try [7, 8, 9]. Is (9, 7) in your result?",
                "Look at how you shift the list by one: the shifted list is one shorter.",
            ),
        ),
        Misconception(
            "without-order",
            lambda ids: dict(Counter(tuple(sorted(pair)) for pair in pairwise(ids))),
            "You count (a, b) and (b, a) as one pair. Order matters: “no” is not “on”.",
            (
                "Are “on” and “no” the same token?",
                "Try [7, 8, 7]: it has two different pairs.",
                "Do not sort a pair, and do not put it into a set.",
            ),
        ),
        Misconception(
            "as-merged",
            _count_as_merged,
            "In a run such as 1, 1, 1 you count the pair (1, 1) once. Here pairs may overlap: it stands there twice.",
            (
                "How many neighbours are equal in 1, 1, 1?",
                "Count the pairs of [1, 1, 1] by hand: places 0–1 and places 1–2.",
                "Do not skip ahead after a pair; that is for merging, not for counting.",
            ),
        ),
        Misconception(
            "past-the-end",
            lambda ids: {(ids[place], ids[place + 1]): 1 for place in range(len(ids))},
            "Your loop asks for the neighbour of the last id. It has none.",
            (
                "How many pairs has a list of 3 ids? How often does your loop run?",
                "Which place is ids[i + 1] when i is the last place?",
                "Let the loop end one place earlier: range(len(ids) - 1).",
            ),
        ),
        Misconception(
            "once-left-out",
            lambda ids: {pair: count for pair, count in count_pairs(ids).items() if count > 1},
            "You leave out pairs that stand there once. Every pair that occurs counts.",
            (
                "How many pairs has a list of two different ids?",
                "Try [7, 8]: the result is {(7, 8): 1}.",
                "Leave out the condition on the count.",
            ),
        ),
        Misconception(
            "single-ids",
            _count_single,
            "You count single ids; pairs of neighbours are asked for.",
            (
                "What should the keys of your dictionary be?",
                "Try [7, 8]: the result is {(7, 8): 1}.",
                "Put each id together with the next one: zip(ids, ids[1:]).",
            ),
        ),
        Misconception(
            "shares",
            lambda ids: {pair: count / max(1, len(ids) - 1) for pair, count in count_pairs(ids).items()},
            "You divide by the number of pairs. Here the counts themselves are asked for.",
            (
                "Are your values whole numbers?",
                "Try [7, 8]: the result is {(7, 8): 1}.",
                "Leave out the division.",
            ),
        ),
    ),
    hints=(
        "Write down the pairs of [5, 6, 5, 6] by hand: there are three, two of them equal.",
        "Print zip(ids, ids[1:]) as a list.",
        "Go through the places 0 to len(ids) − 2 and add 1 to the count of (ids[i], ids[i + 1]).",
    ),
)


def _a_pair(rng: np.random.Generator, ids: list[int]) -> tuple[int, int]:
    pairs = sorted({pair for pair in pairwise(ids) if pair[0] != pair[1]})
    return pairs[int(rng.integers(len(pairs)))]


def _merge_some(rng: np.random.Generator) -> Call:
    ids = _some_ids(rng)
    left, right = _a_pair(rng, ids)
    return arguments([left, right, *ids, right, left, left, right, ids[0]], (left, right), int(rng.integers(500, 900)))


def _merge_runs(rng: np.random.Generator) -> Call:
    ids, one = _with_runs(rng)
    return arguments(ids, (one, one), int(rng.integers(500, 900)))


def _merge_last(rng: np.random.Generator) -> Call:
    """The list ends with the pair, or with the first half of it."""
    ids = _some_ids(rng)
    left, right = _a_pair(rng, ids)
    return arguments([*ids, left, right] if rng.random() < 0.5 else [*ids, right, left], (left, right), int(rng.integers(500, 900)))


def _merge_nothing(rng: np.random.Generator) -> Call:
    ids = _short(rng)
    return arguments(ids, (ids[0] if ids else 4, 1_000), 500)


def _keeps_what_it_stands_for(ask, rng: np.random.Generator) -> bool:
    ids, one = _with_runs(rng)
    merged = ask(ids, (one, one), 900)
    return 900 in merged and [each for token in merged for each in ([one, one] if token == 900 else [token])] == ids


def _second_stays(ids, pair, new_id):
    merged, places = [], range(len(ids))
    for place in places:
        merged.append(new_id if place + 1 < len(ids) and (ids[place], ids[place + 1]) == pair else ids[place])
    return merged


def _overlapping(ids, pair, new_id):
    merged = []
    for place in range(len(ids)):
        if place + 1 < len(ids) and (ids[place], ids[place + 1]) == pair:
            merged.append(new_id)
        elif place == 0 or (ids[place - 1], ids[place]) != pair:
            merged.append(ids[place])
    return merged


def _from_the_right(ids, pair, new_id):
    return merge_pair(ids[::-1], (pair[1], pair[0]), new_id)[::-1]


def _first_only(ids, pair, new_id):
    for place in range(len(ids) - 1):
        if (ids[place], ids[place + 1]) == pair:
            return [*ids[:place], new_id, *ids[place + 2 :]]
    return list(ids)


def _past_the_end(ids, pair, new_id):
    merged, place = [], 0
    while place < len(ids):
        if ids[place] == pair[0] and ids[place + 1] == pair[1]:
            merged.append(new_id)
            place += 2
        else:
            merged.append(ids[place])
            place += 1
    return merged


def _last_lost(ids, pair, new_id):
    merged, place = [], 0
    while place < len(ids) - 1:
        if (ids[place], ids[place + 1]) == pair:
            merged.append(new_id)
            place += 2
        else:
            merged.append(ids[place])
            place += 1
    return merged


def _either_order(ids, pair, new_id):
    merged, place = [], 0
    while place < len(ids):
        if place + 1 < len(ids) and {(ids[place], ids[place + 1]), (ids[place + 1], ids[place])} & {pair}:
            merged.append(new_id)
            place += 2
        else:
            merged.append(ids[place])
            place += 1
    return merged


RUN_HINTS = (
    "In 1, 1, 1 two pairs (1, 1) overlap. How many of them can be replaced?",
    "Try merge([1, 1, 1], (1, 1), 9). From left to right the result is [9, 1].",
    "After a merge go on two places to the right: an id that was used is gone.",
)

merge = Exercise(
    id="tokenization.merge",
    points=3,
    target="merge",
    reference=lambda ids, pair, new_id: merge_pair(ids, pair, new_id),
    inputs={
        "pairs among other ids": _merge_some,
        "runs of one id": _merge_runs,
        "a pair at the end": _merge_last,
        "nothing to merge": _merge_nothing,
    },
    properties=(Property("lossless", "hold new ids, and give the old ids back when they are written out.", _keeps_what_it_stands_for),),
    forbidden=PACKAGE,
    misconceptions=(
        Misconception(
            "overlapping",
            _overlapping,
            "In a run such as 1, 1, 1 you merge overlapping pairs: the middle id is used twice.",
            RUN_HINTS,
        ),
        Misconception(
            "second-stays",
            _second_stays,
            "You write the new id, but the second id of the pair stays behind it.",
            (
                "Two ids become one. How long should merge([7, 8], (7, 8), 9) be?",
                "Try [7, 8]: what stands after the 9?",
                "After a merge go on two places to the right, not one. A for loop over range cannot do that; a while loop can.",
            ),
        ),
        Misconception(
            "from-the-right",
            _from_the_right,
            "You merge from right to left. In a run of three ids it makes a difference which two are merged.",
            RUN_HINTS,
        ),
        Misconception(
            "nothing-merged",
            lambda ids, pair, new_id: list(ids),
            "You merge nothing. If you compare a piece of the list with the pair: a list never equals a tuple, [7, 8] == (7, 8) is False.",
            (
                "Print what you compare with the pair, just before the comparison.",
                "Try [7, 8] == (7, 8) in a cell of its own.",
                "Compare (ids[i], ids[i + 1]) with the pair, or tuple(ids[i : i + 2]).",
            ),
        ),
        Misconception(
            "past-the-end",
            _past_the_end,
            "Your loop asks for the neighbour of the last id. It has none.",
            (
                "Which place is ids[i + 1] when i is the last place?",
                "Try [7]: what does your first comparison ask for?",
                "Ask for the neighbour only where i + 1 < len(ids), and copy the last id.",
            ),
        ),
        Misconception(
            "first-only",
            _first_only,
            "You merge the first occurrence only.",
            (
                "How often does the pair stand in the list?",
                "Try [7, 8, 7, 8] with the pair (7, 8): both become the new id.",
                "Go on after a merge instead of returning.",
            ),
        ),
        Misconception(
            "last-lost",
            _last_lost,
            "The last id is lost when it is no part of a pair.",
            (
                "Try a list in which the pair does not stand. Is it unchanged?",
                "Try [5, 7, 8, 6]: is the 6 still there?",
                "Your loop ends one place too early. Ask for a right neighbour only where there is one, and copy the last id.",
            ),
        ),
        Misconception(
            "either-order",
            _either_order,
            "You also merge the pair the other way round. Order matters: “no” is not “on”.",
            (
                "Are “on” and “no” the same token?",
                "Try [8, 7] with the pair (7, 8): nothing happens.",
                "Compare the left id with pair[0] and the right id with pair[1], nothing else.",
            ),
        ),
    ),
    hints=(
        "Go through [5, 7, 8, 6] with a finger: copy, merge, copy.",
        "Print place and the result so far after every step.",
        "A while loop with a place: where the pair begins, append new_id and go on by 2; else append the id and go on by 1.",
    ),
)


def _learn(ids, count):
    learnt: list[tuple[int, int]] = []
    ids = list(ids)
    while len(learnt) < count and len(ids) > 1:
        counts = count_pairs(ids)
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        ids = merge_pair(ids, best, 256 + len(learnt))
        learnt.append(best)
    return learnt


def _learn_by(ids, count, choose, first_id=256, recount=True, apply=True):
    """Learn with one thing changed: the choice among pairs, the new ids, whether pairs are counted again or merged at all."""
    ids = list(ids)
    learnt: list[tuple[int, int]] = []
    counts = count_pairs(ids)
    while len(learnt) < count and len(ids) > 1:
        if recount:
            counts = count_pairs(ids)
        if not counts:
            break
        best = choose(counts)
        if apply:
            ids = merge_pair(ids, best, first_id + len(learnt))
        if not recount:
            counts = Counter({pair: number for pair, number in counts.items() if pair != best})
        learnt.append(best)
    return learnt


def _smallest(counts):
    return min(counts, key=lambda pair: (-counts[pair], pair))


def _first_seen(ids, count):
    return _learn_by(ids, count, lambda counts: max(counts, key=counts.__getitem__))


def _largest_tie(ids, count):
    return _learn_by(ids, count, lambda counts: max(counts, key=lambda pair: (counts[pair], pair)))


def _last_seen(ids, count):
    return _learn_by(ids, count, lambda counts: max(reversed(list(counts)), key=counts.__getitem__))


def _rarest(ids, count):
    return _learn_by(ids, count, lambda counts: min(counts, key=lambda pair: (counts[pair], pair)))


def _counted_once(ids, count):
    return _learn_by(ids, count, _smallest, recount=False)


def _never_applied(ids, count):
    return _learn_by(ids, count, _smallest, apply=False)


def _ids_from_257(ids, count):
    return _learn_by(ids, count, _smallest, first_id=257)


def _ids_from_the_largest(ids, count):
    return _learn_by(ids, count, _smallest, first_id=max(ids, default=0) + 1)


def _only_repeated(ids, count):
    learnt: list[tuple[int, int]] = []
    ids = list(ids)
    while len(learnt) < count and len(ids) > 1:
        counts = count_pairs(ids)
        best = _smallest(counts)
        if counts[best] < 2:
            break
        ids = merge_pair(ids, best, 256 + len(learnt))
        learnt.append(best)
    return learnt


def _never_ends_early(ids, count):
    learnt: list[tuple[int, int]] = []
    ids = list(ids)
    for number in range(count):
        counts = count_pairs(ids)
        best = max(counts, key=lambda pair: (counts[pair], -pair[0], -pair[1]))
        ids = merge_pair(ids, best, 256 + number)
        learnt.append(best)
    return learnt


def _learnable(rng: np.random.Generator, ways) -> Call:
    """Bytes on which each given mistake shows; a few draws find some."""
    while True:
        alphabet = rng.choice(np.arange(60, 120), size=4, replace=False)
        ids = [int(each) for each in rng.choice(alphabet, size=26, p=[0.4, 0.3, 0.2, 0.1])]
        count = int(rng.integers(4, 7))
        if all(way(ids, count) != _learn(ids, count) for way in ways):
            return arguments(ids, count)


def _learn_some(rng: np.random.Generator) -> Call:
    return _learnable(rng, (_counted_once, _never_applied, _rarest, _ids_from_257, _ids_from_the_largest))


def _learn_with_ties(rng: np.random.Generator) -> Call:
    return _learnable(rng, (_first_seen, _largest_tie, _last_seen))


def _learn_to_the_end(rng: np.random.Generator) -> Call:
    size = int(rng.integers(0, 5))
    return arguments([int(each) for each in rng.integers(60, 120, size=size)], size + int(rng.integers(1, 4)))


TIE_HINTS = (
    "What happens when two pairs are equally frequent?",
    "Try [2, 3, 1, 2] with count = 1: all pairs stand there once, and (1, 2) is the smallest.",
    "Choose by two things: the count, and among equal counts the smallest pair, as Python compares tuples.",
)

learn_merges = Exercise(
    id="tokenization.learn_merges",
    points=3,
    target="learn_merges",
    reference=_learn,
    inputs={
        "a text with repeated pairs": _learn_some,
        "pairs that are equally frequent": _learn_with_ties,
        "until no pair is left": _learn_to_the_end,
    },
    forbidden=PACKAGE,
    misconceptions=(
        Misconception(
            "ties",
            _first_seen,
            "Among equally frequent pairs you take another than the smallest. Then two people learn two tokenizers from one text.",
            TIE_HINTS,
            also=(_largest_tie, _last_seen),
        ),
        Misconception(
            "rarest",
            _rarest,
            "You take the rarest pair, not the most frequent one.",
            (
                "Which pair saves the most tokens when it is merged?",
                "Print the counts, and the pair that you choose.",
                "Look at your min or max: with a negative count min is right, with the count itself max.",
            ),
        ),
        Misconception(
            "counted-once",
            _counted_once,
            "You count the pairs once, at the start. After each merge there are new pairs, and old ones are gone.",
            (
                "Can the new id be a part of the next pair?",
                "Print the ids after the first merge, and count their pairs by hand.",
                "Count inside the loop, on the merged ids.",
            ),
            also=(_never_applied, lambda ids, count: [pair for pair, _ in count_pairs(ids).most_common(count)]),
        ),
        Misconception(
            "ids-from-257",
            _ids_from_257,
            "Your new ids begin at 257. The bytes take 0 to 255, so the first new id is 256.",
            (
                "Which ids do the 256 bytes take?",
                "Which id does merge number 0 make?",
                "Merge number r makes the id 256 + r; check from where you count r.",
            ),
        ),
        Misconception(
            "ids-from-the-largest",
            _ids_from_the_largest,
            "Your new ids begin after the largest id of this text. Then an id would mean another thing in every text.",
            (
                "Which ids do the 256 bytes take, whether they occur or not?",
                "Which id does merge number 0 make?",
                "Merge number r makes the id 256 + r.",
            ),
        ),
        Misconception(
            "only-repeated",
            _only_repeated,
            "You stop when no pair stands there twice. Here learning goes on until no pair is left.",
            (
                "Read the docstring: when does learning end early?",
                "Try [7, 8] with count = 3: it has one merge.",
                "Leave out the condition on the count.",
            ),
        ),
        Misconception(
            "no-end",
            _never_ends_early,
            "When a single id is left there is no pair to merge, and your code fails.",
            (
                "What is the most frequent pair of one id?",
                "Try [7, 8] with count = 3.",
                "End the loop when there are no pairs.",
            ),
        ),
    ),
    hints=(
        "You have both parts: pair_counts and merge. What connects them is a loop.",
        "Print the chosen pair, its count and the ids after each merge.",
        "In each round: count, choose, merge with the new id 256 + number of merges so far, remember the pair.",
    ),
)


def _ranks(merges):
    return {tuple(pair): (rank, 256 + rank) for rank, pair in enumerate(merges)}


def _encode(text, merges):
    return encode_ids(list(text.encode("utf-8")), _ranks(merges))


def _spelling(merges):
    known = {byte: bytes([byte]) for byte in range(256)}
    for rank, (left, right) in enumerate(merges):
        known[256 + rank] = known[left] + known[right]
    return known


def _leftmost_first(text, merges):
    ids, ranks = list(text.encode("utf-8")), _ranks(merges)
    place = 0
    while place < len(ids) - 1:
        if (ids[place], ids[place + 1]) in ranks:
            ids[place : place + 2] = [ranks[ids[place], ids[place + 1]][1]]
            place = 0
        else:
            place += 1
    return ids


def _one_pass_in_text_order(text, merges):
    ids, ranks = [], _ranks(merges)
    for byte in text.encode("utf-8"):
        ids.append(byte)
        while len(ids) > 1 and (ids[-2], ids[-1]) in ranks:
            ids[-2:] = [ranks[ids[-2], ids[-1]][1]]
    return ids


def _longest_match(text, merges):
    by_spelling = {spelling: token for token, spelling in reversed(_spelling(merges).items())}
    raw, ids = text.encode("utf-8"), []
    while raw:
        size = next(size for size in range(len(raw), 0, -1) if raw[:size] in by_spelling)
        ids.append(by_spelling[raw[:size]])
        raw = raw[size:]
    return ids


def _last_learnt_first(text, merges):
    ids = list(text.encode("utf-8"))
    for rank in reversed(range(len(merges))):
        ids = merge_pair(ids, tuple(merges[rank]), 256 + rank)
    return ids


def _most_frequent_first(text, merges):
    ids, ranks = list(text.encode("utf-8")), _ranks(merges)
    while True:
        counts = {pair: count for pair, count in count_pairs(ids).items() if pair in ranks}
        if not counts:
            return ids
        best = min(counts, key=lambda pair: (-counts[pair], ranks[pair][0]))
        ids = merge_pair(ids, best, ranks[best][1])


def _each_merge_once(text, merges):
    ids = list(text.encode("utf-8"))
    for rank, pair in enumerate(merges):
        ids = _first_only(ids, tuple(pair), 256 + rank)
    return ids


def _right_to_left(text, merges):
    ids = list(text.encode("utf-8"))
    for rank, pair in enumerate(merges):
        ids = _from_the_right(ids, tuple(pair), 256 + rank)
    return ids


def _word_by_word(text, merges):
    return [token for word in re.findall(r" *[^ ]+| +$", text) for token in _encode(word, merges)]


def _one_merge(text, merges):
    ids, ranks = list(text.encode("utf-8")), _ranks(merges)
    known = [pair for pair in pairwise(ids) if pair in ranks]
    if not known:
        return ids
    first = min(known, key=lambda pair: ranks[pair][0])
    return merge_pair(ids, first, ranks[first][1])


def _characters(text, merges):
    return encode_ids([ord(character) for character in text], _ranks(merges))


def _invented_merges(rng: np.random.Generator, letters: str, count: int) -> list[tuple[int, int]]:
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


ASCII_WAYS = (_leftmost_first, _one_pass_in_text_order, _longest_match)


def _letters_and_merges(rng: np.random.Generator) -> Call:
    text, merges = _competing(int(rng.integers(2**32)))
    return arguments(text, list(merges))


@lru_cache(maxsize=1_000)  # a search: the same case is drawn again for every answer that is tried
def _competing(seed: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text and merges on which each mistake shows, and longest match is told apart."""
    rng = np.random.default_rng(seed)
    while True:
        merges = _invented_merges(rng, "abn s", int(rng.integers(9, 15)))
        run, before_a_space = chr(merges[0][0]), chr(merges[1][0])
        pieces = [*rng.choice(list("abn s"), size=int(rng.integers(12, 22))), f"s{run * 3}s", f"s{before_a_space} s"]
        text = " " + "".join(rng.permutation(pieces)) + " "
        right, left, passed, longest = (way(text, merges) for way in (_encode, *ASCII_WAYS))
        if right not in (left, passed, longest, _most_frequent_first(text, merges)) and longest not in (left, passed):
            return text, tuple(merges)


CHINESE = (
    "人工智能不等于人工",
    "大模型的大是多大",
    "苟日新，日日新，又日新。",
    "千里之行，始于足下；千里之堤，溃于蚁穴。",
    "云想衣裳花想容，🙂云想花",
)


def _chinese_and_merges(rng: np.random.Generator) -> Call:
    text = CHINESE[int(rng.integers(len(CHINESE)))]
    return arguments(text, learn_from_texts([text.encode("utf-8")], int(rng.integers(4, 12))))


def _nothing_to_merge(rng: np.random.Generator) -> Call:
    text = ["", "x", "zz zz", "é"][int(rng.integers(4))]
    return arguments(text, [] if rng.random() < 0.3 else [(97, 98), (256, 97)])


RANK_HINTS = (
    "Two merges can compete for the same letter. Which one was learnt first?",
    "Take the merges [(98, 99), (97, 98)] and the text “abc”. The result is [97, 256]: (98, 99) has the lower rank.",
    "Go through the merges in rank order, and apply each to the whole list before the next. Do not decide by the place in the text.",
)

encode = Exercise(
    id="tokenization.encode",
    points=4,
    target="encode",
    reference=_encode,
    inputs={"merges that compete": _letters_and_merges, "Chinese and emoji": _chinese_and_merges, "nothing to merge": _nothing_to_merge},
    forbidden=PACKAGE,
    misconceptions=(
        Misconception(
            "text-order",
            _leftmost_first,
            "You merge what comes first in the text. What counts is which merge was learnt first.",
            RANK_HINTS,
            also=(_one_pass_in_text_order,),
        ),
        Misconception(
            "longest-match",
            _longest_match,
            "You take the longest token that fits, from left to right. BPE applies its merges in the order in which they were learnt.",
            RANK_HINTS,
        ),
        Misconception(
            "last-learnt-first",
            _last_learnt_first,
            "You apply the merges from the last learnt to the first. They build on one another, so the order is the other one.",
            RANK_HINTS,
        ),
        Misconception(
            "most-frequent-first",
            _most_frequent_first,
            "You merge the pair that is most frequent in this text. That is how merges are learnt; here their ranks decide.",
            RANK_HINTS,
        ),
        Misconception(
            "from-the-right",
            _right_to_left,
            "You apply each merge from right to left. In a run such as “aaa” it makes a difference which two are merged.",
            RUN_HINTS,
        ),
        Misconception(
            "word-by-word",
            _word_by_word,
            "You cut the text into words before you merge. Here the whole text is one list of bytes, and a merge may cross a space.",
            (
                "Take the merge (97, 32) and the text “a b”: is it applied?",
                "Print the ids that you start from. Is it one list for the whole text?",
                "Begin with list(text.encode('utf-8')), the spaces included.",
            ),
        ),
        Misconception(
            "each-once",
            _each_merge_once,
            "You apply each merge to its first place only.",
            (
                "How often can one pair stand in a text?",
                "Take the merge (97, 98) and the text “abab”: the result is [256, 256].",
                "Use your function merge: it replaces every occurrence.",
            ),
        ),
        Misconception(
            "one-merge",
            _one_merge,
            "You stop after one merge.",
            (
                "Can a new id be merged again?",
                "Take the merges [(97, 98), (256, 99)] and the text “abc”: the result is [257].",
                "Repeat until no pair of your list is among the merges.",
            ),
        ),
        Misconception(
            "characters",
            _characters,
            "Your ids begin as the numbers of characters (ord). They should begin as the bytes of the text in UTF-8.",
            (
                "How many bytes has the character 大 in UTF-8?",
                "Print list('大'.encode('utf-8')).",
                "Begin with list(text.encode('utf-8')).",
            ),
        ),
    ),
    hints=(
        "What are the ids before any merge? Print them for “abc” and for “大”.",
        "Take two merges, and apply them to a short text with a pencil, in their order.",
        "Bytes first; then for each merge, in order: ids = merge(ids, pair, 256 + rank).",
    ),
)


def _decode(ids, merges):
    known = _spelling([tuple(pair) for pair in merges])
    return b"".join(known[token] for token in ids).decode("utf-8", errors="replace")


def _token_by_token(ids, merges):
    known = _spelling([tuple(pair) for pair in merges])
    return "".join(known[token].decode("utf-8", errors="replace") for token in ids)


def _bytes_as_characters(ids, merges):
    known = _spelling([tuple(pair) for pair in merges])
    return "".join(chr(byte) for token in ids for byte in known[token])


def _strict(ids, merges):
    known = _spelling([tuple(pair) for pair in merges])
    return b"".join(known[token] for token in ids).decode("utf-8")


def _ignoring(ids, merges):
    known = _spelling([tuple(pair) for pair in merges])
    return b"".join(known[token] for token in ids).decode("utf-8", errors="ignore")


def _still_bytes(ids, merges):
    known = _spelling([tuple(pair) for pair in merges])
    return b"".join(known[token] for token in ids)


def _one_level(ids, merges):
    return b"".join(bytes([token]) if token < 256 else bytes(part for part in merges[token - 256] if part < 256) for token in ids).decode(
        "utf-8", errors="replace"
    )


def _decode_letters(rng: np.random.Generator) -> Call:
    while True:
        text, merges = _letters_and_merges(rng).args
        ids = _encode(text, merges)
        if any(token > 255 and max(merges[token - 256]) > 255 for token in ids):
            return arguments(ids, merges)


def _decode_chinese(rng: np.random.Generator) -> Call:
    """Tokens that end inside a character: merges go no further than two bytes of the first characters."""
    text = CHINESE[int(rng.integers(len(CHINESE)))] + "🙂"
    raw = text.encode("utf-8")
    merges = [(raw[1], raw[2]), (raw[4], raw[5]), (raw[2], raw[3])][: int(rng.integers(1, 4))]
    return arguments(_encode(text, list(dict.fromkeys(merges))), list(dict.fromkeys(merges)))


def _decode_cut(rng: np.random.Generator) -> Call:
    raw = CHINESE[int(rng.integers(len(CHINESE)))].encode("utf-8")
    return arguments(list(raw[: 3 * int(rng.integers(2, 4)) + int(rng.integers(1, 3))]), [(200, 201)])


def _round_trip(ask, rng: np.random.Generator) -> bool:
    text = CHINESE[int(rng.integers(len(CHINESE)))]
    merges = learn_from_texts([text.encode("utf-8")], 6)
    return ask(_encode(text, merges), merges) == text


decode = Exercise(
    id="tokenization.decode",
    points=3,
    target="decode",
    reference=_decode,
    inputs={
        "merges of merges": _decode_letters,
        "tokens that end inside a character": _decode_chinese,
        "a text that was cut off": _decode_cut,
    },
    properties=(Property("round-trip", "give the text back that was encoded, in Chinese too.", _round_trip),),
    forbidden=PACKAGE,
    misconceptions=(
        Misconception(
            "token-by-token",
            _token_by_token,
            "You decode every token by itself. A character may lie in two tokens; each half alone is no text.",
            (
                "How many bytes has the character 大, and how many tokens can it take?",
                "Try decode([229, 164, 167], []): it is one character.",
                "Join the bytes of all tokens first, and call .decode once.",
            ),
        ),
        Misconception(
            "bytes-as-characters",
            _bytes_as_characters,
            "You turn each byte into a character of its own (chr). Outside plain English a character has several bytes.",
            (
                "How many bytes has the character 大?",
                "Try decode([229, 164, 167], []): it is one character.",
                "Join the bytes and decode them as UTF-8.",
            ),
        ),
        Misconception(
            "strict",
            _strict,
            "Your function fails when the ids end inside a character. A model can stop there, and then � (U+FFFD) stands for the rest.",
            (
                "What if a model has written two of the three bytes of a character?",
                "Try decode([229, 164], []). It should be one �.",
                "Give bytes.decode the argument errors='replace'.",
            ),
        ),
        Misconception(
            "ignoring",
            _ignoring,
            "You leave out bytes that are no character. They should show as � (U+FFFD): a reader must see that something is missing.",
            (
                "What does your function give for [229, 164]?",
                "Read the docstring: what stands for bytes that are no text?",
                "Use errors='replace', not 'ignore'.",
            ),
        ),
        Misconception(
            "bytes",
            _still_bytes,
            "You return bytes; a text (str) is expected.",
            ("Which type has your result?", "Bytes are one step away from text.", "Call .decode('utf-8', errors='replace') on them."),
        ),
        Misconception(
            "one-level",
            _one_level,
            "You undo one merge only. A merged token can consist of merged tokens.",
            (
                "What does the id 257 stand for, if its merge is (256, 99)?",
                "Try decode([257], [(97, 98), (256, 99)]): it is “abc”.",
                "Build the bytes of every id in rank order: those of its left part, then those of its right part.",
            ),
        ),
    ),
    hints=(
        "What bytes does each id stand for? Write them down for the merges [(97, 98), (256, 99)].",
        "Print the table from ids to bytes before you use it.",
        "Fill the table in rank order: table[256 + rank] = table[left] + table[right]. Join, then decode once.",
    ),
)


def _monthly(tokens: int, factor: float, pages: int, price: float) -> float:
    return tokens * factor * pages * price / 1e6


language_price = Exercise(
    id="tokenization.language_price",
    points=1,
    kind="number",
    target="dollars_a_month",
    prompt=(
        "A page in English is {tokens} tokens. Its Chinese translation takes {factor} times as many tokens with the same tokenizer. Your "
        "product reads {pages:,} Chinese pages a month, at ${price} per million tokens. How many US dollars a month does reading cost? "
        "Give the number to within 1 %."
    ),
    variant=lambda rng: {
        "tokens": int(rng.choice([450, 520, 640, 700])),
        "factor": float(rng.choice([1.6, 2.2, 2.8])),
        "pages": int(rng.choice([30_000, 80_000, 250_000])),
        "price": float(rng.choice([0.8, 2.5, 3.0])),
    },
    reference=_monthly,
    relative=0.01,
    hints=(
        "How many tokens has one Chinese page?",
        "How many tokens does the product read in a month? Compare with a million.",
        "tokens × factor × pages / 1,000,000 × price.",
    ),
    misconceptions=(
        Misconception(
            "english",
            lambda tokens, factor, pages, price: _monthly(tokens, 1, pages, price),
            "That is the price of the English pages.",
            ("Which language do the pages have?", "How many tokens has one Chinese page?", "Multiply by the factor."),
        ),
        Misconception(
            "divided",
            lambda tokens, factor, pages, price: _monthly(tokens, 1 / factor, pages, price),
            "You divide by the factor: a Chinese page takes more tokens here, not fewer.",
            ("Is a Chinese page longer or shorter in tokens?", "How many tokens has one Chinese page?", "Multiply by the factor."),
        ),
        Misconception(
            "per-thousand",
            lambda tokens, factor, pages, price: _monthly(tokens, factor, pages, price) * 1e3,
            "You took the price as one for a thousand tokens. List prices are for a million.",
            ("For how many tokens is the price?", "You are off by a factor of 1,000.", "Divide the tokens by 1e6."),
        ),
        Misconception(
            "a-year",
            lambda tokens, factor, pages, price: _monthly(tokens, factor, pages, price) * 12,
            "That is the price of a year.",
            ("For which time is it asked?", "You are off by a factor of 12.", "Leave out the 12."),
        ),
    ),
)

unseen = Exercise(
    id="tokenization.unseen",
    points=1,
    kind="choice",
    target="unseen",
    prompt="A byte-level BPE tokenizer was trained on English only. What does it make of 龘, a Chinese character that it never saw?",
    options={
        "a": "one token that means “unknown”",
        "b": "an error",
        "c": "up to three tokens, one for each of its bytes, from which it can be read back",
        "d": "nothing: the character is left out",
    },
    reference="c",
    misconceptions=(
        Misconception(
            "unknown-token",
            "a",
            "A vocabulary of whole words needs such a token, and loses what it replaces. This vocabulary begins with all 256 bytes.",
            (
                "With which tokens does byte-level BPE begin?",
                "How is 龘 stored in a file?",
                "Every text is bytes, and every byte is a token.",
            ),
        ),
        Misconception(
            "error",
            "b",
            "There is no text that such a tokenizer cannot encode.",
            (
                "With which tokens does byte-level BPE begin?",
                "How is 龘 stored in a file?",
                "Every text is bytes, and every byte is a token.",
            ),
        ),
        Misconception(
            "left-out",
            "d",
            "Nothing is lost: that is the point of beginning with bytes.",
            (
                "With which tokens does byte-level BPE begin?",
                "How is 龘 stored in a file?",
                "Every text is bytes, and every byte is a token.",
            ),
        ),
    ),
)
