"""Return BLEU, from 0 to 100."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.machine_translation.grams import penalty


def _bleu(matches, totals, candidate_length, reference_length):
    if min(matches) == 0:
        return 0.0
    logs = [math.log(match / total) for match, total in zip(matches, totals, strict=True)]
    return 100 * penalty(candidate_length, reference_length) * math.exp(sum(logs) / len(logs))


def counted(rng: np.random.Generator, ratio: float) -> Call:
    sentences, length = int(rng.integers(20, 60)), int(rng.integers(300, 700))
    totals = [length - n * sentences // 2 for n in range(4)]
    matches = [max(1, int(total * share)) for total, share in zip(totals, np.cumprod(rng.uniform(0.45, 0.75, 4)), strict=True)]
    return arguments(matches, totals, length, round(length * ratio))


def bleu_short(rng: np.random.Generator) -> Call:
    return counted(rng, float(rng.uniform(1.1, 1.6)))


def bleu_long(rng: np.random.Generator) -> Call:
    return counted(rng, float(rng.uniform(0.6, 0.95)))


def bleu_no_match(rng: np.random.Generator) -> Call:
    call = counted(rng, 1.2)
    return arguments([*call.args[0][:3], 0], *call.args[1:])


def bleu_three(rng: np.random.Generator) -> Call:
    call = counted(rng, 1.2)
    return arguments(call.args[0][:3], call.args[1][:3], *call.args[2:])


def arithmetic(m, t, c, r):
    return 100 * penalty(c, r) * sum(a / b for a, b in zip(m, t, strict=True)) / len(m)


def no_penalty(m, t, c, r):
    return _bleu(m, t, c, c)


def product(m, t, c, r):
    return 100 * penalty(c, r) * math.prod(a / b for a, b in zip(m, t, strict=True))


def always_a_quarter(m, t, c, r):
    return 100 * penalty(c, r) * math.prod(a / b for a, b in zip(m, t, strict=True)) ** 0.25


def _share(m, t, c, r):
    return _bleu(m, t, c, r) / 100


def penalty_to_both(m, t, c, r):
    return _bleu(m, t, c, c) * math.exp(1 - r / c)


def pooled(m, t, c, r):
    return 0.0 if min(m) == 0 else 100 * penalty(c, r) * sum(m) / sum(t)


def smoothed(m, t, c, r):
    return _bleu([max(each, 1) for each in m], t, c, r)


def logarithm_of_zero(m, t, c, r):
    return 100 * penalty(c, r) * math.exp(sum(math.log(a / b) for a, b in zip(m, t, strict=True)) / len(m))


EXERCISE = function(
    __file__,
    points=3,
    reference=_bleu,
    core={
        "translations that are too short": bleu_short,
        "translations that are long enough": bleu_long,
        "three lengths of n-grams": bleu_three,
    },
    edges={"no match of the longest n-grams": bleu_no_match},
    bans=("sacrebleu", "nltk"),
    draws=3,
    mistakes={
        "arithmetic": arithmetic,
        "no-penalty": no_penalty,
        "product": product,
        "always-four": always_a_quarter,
        "share": _share,
        "rewarded": penalty_to_both,
        "pooled": pooled,
        "smoothed": smoothed,
        "log-of-zero": logarithm_of_zero,
    },
)
