"""Return the word error rate of a test."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def edits(reference, hypothesis, *, substitution=1, insertion=1, deletion=1):
    row = [insertion * place for place in range(len(hypothesis) + 1)]
    for number, word in enumerate(reference, start=1):
        before, row = row, [number * deletion]
        for place, other in enumerate(hypothesis, start=1):
            changed = before[place - 1] + (0 if word == other else substitution)
            row.append(min(changed, before[place] + deletion, row[-1] + insertion))
    return row[-1]


def rate(references, hypotheses):
    return sum(map(edits, references, hypotheses)) / sum(map(len, references))


DIGITS = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "zero")


def said(rng: np.random.Generator, low: int, high: int) -> list[str]:
    return rng.choice(DIGITS, int(rng.integers(low, high))).tolist()


def _heard(rng: np.random.Generator, words: list[str]) -> list[str]:
    heard = []
    for word in words:
        draw = rng.random()
        heard += [] if draw < 0.2 else [word, str(rng.choice(DIGITS))] if draw < 0.4 else ["no"] if draw < 0.55 else [word]
    return heard


def some_errors(rng: np.random.Generator) -> Call:
    references = [said(rng, low, low + 3) for low in rng.permutation([1, 3, 4])]
    hypotheses = [_heard(rng, words) for words in references]
    hypotheses[0] = ["no", *hypotheses[0]]
    return arguments(references, hypotheses)


def one_dropped(rng: np.random.Generator) -> Call:
    references = [rng.permutation(DIGITS)[: int(rng.integers(5, 9))].tolist(), said(rng, 1, 3)]
    return arguments(references, [references[0][1:], references[1]])


def much_too_long(rng: np.random.Generator) -> Call:
    references = [said(rng, 1, 3), said(rng, 2, 4)]
    return arguments(references, [[*references[0], *said(rng, 6, 9)], said(rng, 6, 9)])


def nothing_heard(rng: np.random.Generator) -> Call:
    return arguments([said(rng, 2, 4), said(rng, 5, 7)], [[], said(rng, 3, 5)])


def by_hypothesis(references, hypotheses):
    return sum(map(edits, references, hypotheses)) / max(sum(map(len, hypotheses)), 1)


def mean_of_rates(references, hypotheses):
    return sum(edits(a, b) / len(a) for a, b in zip(references, hypotheses, strict=True)) / len(references)


def at_most_one(references, hypotheses):
    return min(1.0, rate(references, hypotheses))


def place_by_place(references, hypotheses):
    wrong = 0
    for a, b in zip(references, hypotheses, strict=True):
        wrong += sum(x != y for x, y in zip(a, b, strict=False)) + abs(len(a) - len(b))
    return wrong / sum(map(len, references))


def free_insertions(references, hypotheses):
    return sum(edits(a, b, insertion=0) for a, b in zip(references, hypotheses, strict=True)) / sum(map(len, references))


def double_substitution(references, hypotheses):
    return sum(edits(a, b, substitution=2) for a, b in zip(references, hypotheses, strict=True)) / sum(map(len, references))


def sentences(references, hypotheses):
    return sum(a != b for a, b in zip(references, hypotheses, strict=True)) / len(references)


def characters(references, hypotheses):
    pairs = [(" ".join(a), " ".join(b)) for a, b in zip(references, hypotheses, strict=True)]
    return sum(edits(a, b) for a, b in pairs) / sum(len(a) for a, _ in pairs)


def accuracy(references, hypotheses):
    return 1 - rate(references, hypotheses)


EXERCISE = function(
    __file__,
    points=3,
    reference=rate,
    core={"all kinds of errors": some_errors, "a word dropped at the start": one_dropped, "many words too many": much_too_long},
    edges={"nothing heard": nothing_heard},
    bans=("jiwer", "Levenshtein", "torchaudio", "difflib"),
    mistakes={
        "by-hypothesis": by_hypothesis,
        "mean-of-rates": mean_of_rates,
        "at-most-one": at_most_one,
        "place-by-place": place_by_place,
        "free-insertions": free_insertions,
        "double": double_substitution,
        "sentences": sentences,
        "characters": characters,
        "accuracy": accuracy,
    },
)
