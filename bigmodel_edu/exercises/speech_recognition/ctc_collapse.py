"""Return the text that a path spells."""

from itertools import groupby

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.speech_recognition.drawn_labels import some_labels


def collapse(path, blank):
    return [label for label, _ in groupby(path) if label != blank]


def spell(rng: np.random.Generator, pieces: list[int]) -> list[int]:
    return [label for label in pieces for _ in range(int(rng.integers(1, 4)))]


def repeats(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 5))
    a, b, c = some_labels(rng, blank)
    return arguments(spell(rng, [blank, a, b, blank, c, c, a]), blank)


def label_zero_first(rng: np.random.Generator) -> Call:
    """Label 0 is a letter like any other where the blank is another."""
    return arguments([0, 0, 3, 5, 3, 0], 5)


def double_letters(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 5))
    a, b, _ = some_labels(rng, blank)
    return arguments(spell(rng, [a, blank, a, b, b, blank, b, blank, a]), blank)


def single_blank(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 5))
    a, b, _ = some_labels(rng, blank)
    return arguments([*spell(rng, [b, a]), blank, *spell(rng, [a, b])], blank)


def silence(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 5))
    return arguments([blank] * int(rng.integers(1, 9)), blank)


def blank_is_not_zero(rng: np.random.Generator) -> Call:
    return arguments(spell(rng, [4, 0, 0, 2, 5, 0, 4]), 5 if rng.random() < 0.5 else 4)


def blanks_first(path, blank):
    return [label for label, _ in groupby(label for label in path if label != blank)]


def no_merging(path, blank):
    return [label for label in path if label != blank]


def blanks_stay(path, blank):
    return [label for label, _ in groupby(path)]


def last_before_first(path, blank):
    return [label for place, label in enumerate(path) if label != path[place - 1] and label != blank]


def every_label_once(path, blank):
    return [label for label in dict.fromkeys(path) if label != blank]


def blank_is_zero(path, blank):
    return collapse(path, 0)


def spelling(ask, rng: np.random.Generator) -> bool:
    text = rng.integers(1, 6, 8).tolist()
    path = [label for each in text for label in (0, each, each)]
    return list(ask(path, 0)) == text


EXERCISE = function(
    __file__,
    points=2,
    reference=collapse,
    core={"repeats": (repeats, label_zero_first), "double letters": double_letters},
    edges={"a single blank": single_blank, "silence": silence, "another blank than 0": blank_is_not_zero},
    properties=(spelling,),
    bans=("bigmodel_edu.models", "bigmodel_edu.viz"),
    mistakes={
        "blanks-first": blanks_first,
        "no-merging": no_merging,
        "blanks-stay": blanks_stay,
        "last-before-first": last_before_first,
        "once": every_label_once,
        "blank-is-zero": blank_is_zero,
    },
)
