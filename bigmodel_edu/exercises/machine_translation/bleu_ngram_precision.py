"""Return the clipped n-gram precision of a translation."""

import math
from collections import Counter
from typing import Any

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.machine_translation.grams import grams


def clipped(candidate, references, n):
    own = grams(candidate, n)
    allowed: Counter[Any] = Counter()
    for reference in references:
        allowed |= grams(reference, n)
    return sum((own & allowed).values()) / max(sum(own.values()), 1)


WORDS = ("the", "a", "file", "menu", "opens", "closes", "page", "table", "to", "in")


def _words(rng: np.random.Generator, low: int, high: int) -> list[str]:
    return rng.choice(WORDS, int(rng.integers(low, high))).tolist()


def one_reference(rng: np.random.Generator) -> Call:
    reference = _words(rng, 7, 12)
    start = int(rng.integers(0, 3))
    candidate = [*reference[start : start + 4], *_words(rng, 2, 5), reference[start]]
    return arguments(candidate, [reference], int(rng.integers(1, 3)))


def repeating(rng: np.random.Generator) -> Call:
    first, second, third = rng.permutation(WORDS)[:3].tolist()
    candidate = [first, second] * int(rng.integers(3, 6)) + [first] * 3
    return arguments(candidate, [[third, first, second, third, first, second, third]], int(rng.integers(1, 3)))


def several_references(rng: np.random.Generator) -> Call:
    first, second, third, other = rng.permutation(WORDS)[:4].tolist()
    candidate = [first, second, first, second, first, second, third]
    references = [[other, first, second, other, third], [first, second, other, first, second, other, other], [third, other, first, second]]
    return arguments(candidate, references, int(rng.integers(1, 3)))


def each_reference_has_a_part(rng: np.random.Generator) -> Call:
    """No single reference has all that the candidate says; together they have."""
    return arguments(["the", "file", "opens"], [["the", "file", "closes"], ["it", "opens"]], 1)


def too_short(rng: np.random.Generator) -> Call:
    return arguments(_words(rng, 1, 3)[:2], [_words(rng, 5, 8)], 3)


def itself(ask, rng: np.random.Generator) -> bool:
    words = _words(rng, 4, 9)
    return all(math.isclose(ask(words, [words], n), 1.0, abs_tol=1e-6) for n in (1, 2, 3))


def unclipped(candidate, references, n):
    own = grams(candidate, n)
    allowed = {gram for reference in references for gram in grams(reference, n)}
    return sum(count for gram, count in own.items() if gram in allowed) / max(sum(own.values()), 1)


def clip_by_sum(candidate, references, n):
    own = grams(candidate, n)
    allowed: Counter[Any] = Counter()
    for reference in references:
        allowed += grams(reference, n)
    return sum((own & allowed).values()) / max(sum(own.values()), 1)


def first_only(candidate, references, n):
    return clipped(candidate, references[:1], n)


def best_reference(candidate, references, n):
    return max(clipped(candidate, [reference], n) for reference in references)


def recall(candidate, references, n):
    allowed: Counter[Any] = Counter()
    for reference in references:
        allowed |= grams(reference, n)
    return sum((grams(candidate, n) & allowed).values()) / max(sum(allowed.values()), 1)


def distinct(candidate, references, n):
    own = set(grams(candidate, n))
    allowed = {gram for reference in references for gram in grams(reference, n)}
    return len(own & allowed) / max(len(own), 1)


def words_only(candidate, references, n):
    return clipped(candidate, references, 1)


def by_words(candidate, references, n):
    own = grams(candidate, n)
    allowed: Counter[Any] = Counter()
    for reference in references:
        allowed |= grams(reference, n)
    return sum((own & allowed).values()) / len(candidate)


def divides_by_nothing(candidate, references, n):
    if len(candidate) < n:
        raise ZeroDivisionError("division by zero")
    return clipped(candidate, references, n)


EXERCISE = function(
    __file__,
    points=3,
    reference=clipped,
    core={
        "one reference": one_reference,
        "a candidate that repeats itself": repeating,
        "several references": (several_references, each_reference_has_a_part),
    },
    edges={"a candidate shorter than n": too_short},
    properties=(itself,),
    bans=("sacrebleu", "nltk", "torchmetrics"),
    mistakes={
        "no-clipping": unclipped,
        "clipped-by-the-sum": clip_by_sum,
        "first-reference": first_only,
        "best-reference": best_reference,
        "recall": recall,
        "distinct": distinct,
        "words": words_only,
        "divided-by-words": by_words,
        "short": divides_by_nothing,
    },
)
