"""Return ln p(text): the sum over all paths that spell it."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.speech_recognition.drawn_labels import some_labels


def ctc(log_probabilities, labels, blank, *, skip=True, skip_equal=False, join=np.logaddexp, ends=2):
    """Sum over all paths: extended text with blanks between; stay, step, or skip a blank between different labels."""
    states = [blank]
    for label in labels:
        states += [label, blank]
    alpha = np.full(len(states), -np.inf)
    alpha[:2] = log_probabilities[0][states[:2]]
    for row in log_probabilities[1:]:
        fresh = np.full(len(states), -np.inf)
        for place, label in enumerate(states):
            total = alpha[place]
            if place >= 1:
                total = join(total, alpha[place - 1])
            if skip and place >= 2 and label != blank and (skip_equal or label != states[place - 2]):
                total = join(total, alpha[place - 2])
            fresh[place] = total + row[label]
        alpha = fresh
    if ends == 1 or len(states) == 1:
        return float(alpha[-1])
    return float(join(alpha[-1], alpha[-2]))


def _table(rng: np.random.Generator, steps: int, labels: int) -> np.ndarray:
    scores = rng.normal(0, 1.2, (steps, labels))
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def different(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 4))
    text = some_labels(rng, blank, int(rng.integers(2, 4)))
    return arguments(_table(rng, int(rng.integers(5, 9)), 6), text, blank)


def equal_neighbours(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 4))
    a, b, _ = some_labels(rng, blank)
    return arguments(_table(rng, int(rng.integers(6, 9)), 6), [a, a, b], blank)


def too_few_steps(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 4))
    a, b, _ = some_labels(rng, blank)
    return arguments(_table(rng, 3, 6), [a, a, b], blank)


def one_step_a_label(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 4))
    text = some_labels(rng, blank, int(rng.integers(2, 5)))
    return arguments(_table(rng, len(text), 6), text, blank)


def nothing_said(rng: np.random.Generator) -> Call:
    return arguments(_table(rng, int(rng.integers(3, 7)), 6), [], int(rng.integers(0, 4)))


def all_texts_sum_to_one(ask, rng: np.random.Generator) -> bool:
    table = _table(rng, 3, 2)
    texts = [[], [1], [1, 1]]
    return math.isclose(sum(math.exp(ask(table, text, 0)) for text in texts), 1.0, abs_tol=1e-4)


def no_skip(table, labels, blank):
    return ctc(table, labels, blank, skip=False)


def _skip_equal(table, labels, blank):
    return ctc(table, labels, blank, skip_equal=True)


def best_path(table, labels, blank):
    return ctc(table, labels, blank, join=np.maximum)


def must_end_in_blank(table, labels, blank):
    return ctc(table, labels, blank, ends=1)


def starts_in_blank(table, labels, blank):
    table = np.array(table, dtype=np.float64)
    table[0, np.arange(table.shape[1]) != blank] = -np.inf
    return ctc(table, labels, blank)


def fails_on_silence(table, labels, blank):
    if not labels:
        raise IndexError("list index out of range")
    return ctc(table, labels, blank)


def logarithms_as_probabilities(table, labels, blank):
    states = [blank]
    for label in labels:
        states += [label, blank]
    alpha = np.zeros(len(states))
    alpha[:2] = table[0][states[:2]]
    for row in table[1:]:
        before, alpha = alpha, np.zeros(len(states))
        for place, label in enumerate(states):
            jump = place > 1 and label != blank and label != states[place - 2]
            alpha[place] = row[label] * (before[place] + (before[place - 1] if place else 0) + (before[place - 2] if jump else 0))
    with np.errstate(all="ignore"):
        return float(np.log(alpha[-2:].sum()))


def blank_zero(table, labels, blank):
    return ctc(table, labels, 0)


def negative(table, labels, blank):
    return -ctc(table, labels, blank)


def not_log(table, labels, blank):
    return math.exp(ctc(table, labels, blank))


def per_label(table, labels, blank):
    return ctc(table, labels, blank) / max(len(labels), 1)


EXERCISE = function(
    __file__,
    points=4,
    reference=lambda log_probabilities, labels, blank: ctc(log_probabilities, labels, blank),
    core={"different labels": different, "equal neighbours": equal_neighbours},
    edges={"one step for each label": one_step_a_label, "too few steps for the text": too_few_steps, "nothing said": nothing_said},
    properties=(all_texts_sum_to_one,),
    bans=(".ctc_loss", ".CTCLoss", "bigmodel_edu.models"),
    draws=3,
    mistakes={
        "no-skip": no_skip,
        "skip-equal": _skip_equal,
        "best-path": best_path,
        "ends-in-blank": must_end_in_blank,
        "starts-in-blank": starts_in_blank,
        "fails-on-silence": fails_on_silence,
        "logarithms-as-probabilities": logarithms_as_probabilities,
        "blank-zero": blank_zero,
        "sign": negative,
        "not-log": not_log,
        "per-label": per_label,
    },
)
