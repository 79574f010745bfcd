"""Return the factor by which BLEU punishes short translations."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.machine_translation.grams import penalty


def short(rng: np.random.Generator) -> Call:
    reference = int(rng.integers(40, 90))
    return arguments(int(rng.integers(15, reference - 5)), reference)


def long(rng: np.random.Generator) -> Call:
    reference = int(rng.integers(40, 90))
    return arguments(reference + int(rng.integers(5, 60)), reference)


def same_length(rng: np.random.Generator) -> Call:
    length = int(rng.integers(5, 90))
    return arguments(length, length)


def says_nothing(rng: np.random.Generator) -> Call:
    return arguments(0, int(rng.integers(5, 90)))


EXERCISE = function(
    __file__,
    points=2,
    reference=penalty,
    core={"too short": short},
    edges={"too long": long, "equally long": same_length, "an empty candidate": says_nothing},
    bans=("sacrebleu", "nltk"),
    draws=3,
    mistakes={
        "both-ways": lambda c, r: math.exp(1 - r / c) if c else 0.0,
        "inverted": lambda c, r: math.exp(min(0.0, 1 - c / r)),
        "ratio": lambda c, r: min(1.0, c / r),
        "other-ratio": lambda c, r: math.exp(min(0.0, 1 - r / c)) if c > r else math.exp(c / r - 1),
        "no-one": lambda c, r: (1.0 if c >= r else math.exp(-r / c)) if c else 0.0,
        "empty": lambda c, r: penalty(c, r) if c else 1.0,
    },
)
