"""Share of the held-out text's sequences of n words that were seen."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.your_own_gpt.passages import some_words


def seen_share(training, held_out, n):
    known = {tuple(training[i : i + n]) for i in range(len(training) - n + 1)}
    grams = [tuple(held_out[i : i + n]) for i in range(len(held_out) - n + 1)]
    return sum(gram in known for gram in grams) / len(grams) if grams else 0.0


def overlap_call(rng: np.random.Generator) -> Call:
    n = int(rng.integers(2, 4))
    training, held_out = some_words(rng, int(rng.integers(30, 60)), 8), some_words(rng, int(rng.integers(12, 25)), 9)
    held_out += held_out[:5] + training[4 : 4 + n + 2] + training[-n:]
    return arguments(training, held_out, n)


def short_call(rng: np.random.Generator) -> Call:
    n = int(rng.integers(4, 6))
    return arguments(some_words(rng, 20, 5), some_words(rng, int(rng.integers(1, n)), 5), n)


def distinct_share(training, held_out, n):
    known = {tuple(training[i : i + n]) for i in range(len(training) - n + 1)}
    grams = {tuple(held_out[i : i + n]) for i in range(len(held_out) - n + 1)}
    return len(grams & known) / len(grams) if grams else 0.0


def blocks(training, held_out, n):
    known = {tuple(training[i : i + n]) for i in range(len(training) - n + 1)}
    grams = [tuple(held_out[i : i + n]) for i in range(0, len(held_out) - n + 1, n)]
    return sum(gram in known for gram in grams) / len(grams) if grams else 0.0


EXERCISE = function(
    __file__,
    points=2,
    reference=seen_share,
    core={"ordinary": overlap_call},
    edges={"held-out text shorter than n": short_call},
    draws=5,
    mistakes={
        "distinct-only": distinct_share,
        "single-words": lambda training, held_out, n: (
            sum(all(word in set(training) for word in held_out[i : i + n]) for i in range(len(held_out) - n + 1))
            / max(len(held_out) - n + 1, 1)
        ),
        "last-place-missing": lambda training, held_out, n: (
            sum(
                tuple(held_out[i : i + n]) in {tuple(training[j : j + n]) for j in range(len(training) - n)}
                for i in range(len(held_out) - n)
            )
            / max(len(held_out) - n, 1)
        ),
        "other-way-round": lambda training, held_out, n: seen_share(held_out, training, n),
        "of-all-words": lambda training, held_out, n: (
            sum(
                tuple(held_out[i : i + n]) in {tuple(training[j : j + n]) for j in range(len(training) - n + 1)}
                for i in range(len(held_out) - n + 1)
            )
            / max(len(held_out), 1)
        ),
        "without-overlap": lambda training, held_out, n: blocks(training, held_out, n),
    },
)
