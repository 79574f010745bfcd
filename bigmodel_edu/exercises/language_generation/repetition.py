"""Return the share of tokens that repeat one of the last few."""

from itertools import pairwise

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def repeats(tokens, window):
    if not tokens:
        return 0.0
    return sum(token in tokens[max(0, place - window) : place] for place, token in enumerate(tokens)) / len(tokens)


def loop(rng: np.random.Generator) -> Call:
    period = int(rng.integers(2, 5))
    start = rng.integers(20, 40, int(rng.integers(2, 5))).tolist()
    return arguments([*start, *(rng.permutation(20)[:period].tolist() * int(rng.integers(3, 6)))], period + int(rng.integers(0, 3)))


def ordinary(rng: np.random.Generator) -> Call:
    return arguments(rng.integers(0, 9, int(rng.integers(20, 35))).tolist(), int(rng.integers(2, 6)))


def twice_within_the_window(rng: np.random.Generator) -> Call:
    """A token that stands twice in the window repeats once."""
    return arguments([5, 5, 5, 1, 5, 2], 3)


def at_the_edge(rng: np.random.Generator) -> Call:
    period = int(rng.integers(3, 6))
    tokens = rng.permutation(20)[:period].tolist() * 3
    return arguments(tokens, period - int(rng.integers(0, 2)))


def no_tokens(rng: np.random.Generator) -> Call:
    return arguments([], int(rng.integers(2, 6)))


def with_itself(tokens, window):
    if not tokens:
        return 0.0
    return sum(token in tokens[max(0, place - window) : place + 1] for place, token in enumerate(tokens)) / len(tokens)


def neighbours_only(tokens, window):
    return sum(a == b for a, b in pairwise(tokens)) / max(len(tokens), 1)


def one_short(tokens, window):
    return repeats(tokens, window - 1)


def one_long(tokens, window):
    return repeats(tokens, window + 1)


def whole_past(tokens, window):
    return repeats(tokens, len(tokens))


def exactly_so_far(tokens, window):
    return sum(tokens[i] == tokens[i - window] for i in range(window, len(tokens))) / max(len(tokens), 1)


def per_full_windows(tokens, window):
    return repeats(tokens, window) * len(tokens) / max(len(tokens) - window, 1)


def not_first(tokens, window):
    return repeats(tokens, window) * len(tokens) / max(len(tokens) - 1, 1)


EXERCISE = function(
    __file__,
    points=2,
    reference=repeats,
    core={
        "a text that runs in a loop": loop,
        "ordinary text": (ordinary, twice_within_the_window),
        "repetitions at the edge of the window": at_the_edge,
    },
    edges={"an empty text": no_tokens},
    draws=3,
    mistakes={
        "itself": with_itself,
        "neighbours": neighbours_only,
        "one-short": one_short,
        "one-long": one_long,
        "whole-past": whole_past,
        "exactly": exactly_so_far,
        "full-windows": per_full_windows,
        "not-the-first": not_first,
    },
)
