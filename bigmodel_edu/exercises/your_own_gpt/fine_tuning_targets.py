"""Inputs and targets of one example, with the loss on the answer only."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def targets(prompt, answer):
    text = [*prompt, *answer]
    return text[:-1], [-100] * (len(prompt) - 1) + list(answer)


def tuning_call(rng: np.random.Generator) -> Call:
    count, more = int(rng.integers(2, 7)), int(rng.integers(1, 8))
    return arguments([int(each) for each in rng.integers(0, 500, count)], [int(each) for each in rng.integers(0, 500, more)])


EXERCISE = function(
    __file__,
    points=2,
    reference=targets,
    core=tuning_call,
    draws=6,
    mistakes={
        "prompt-counts": lambda prompt, answer: ([*prompt, *answer][:-1], [*prompt, *answer][1:]),
        "first-answer-token-lost": lambda prompt, answer: ([*prompt, *answer][:-1], [-100] * len(prompt) + list(answer)[1:]),
        "not-shifted": lambda prompt, answer: ([*prompt, *answer], [-100] * len(prompt) + list(answer)),
        "answer-masked": lambda prompt, answer: ([*prompt, *answer][:-1], list(prompt)[1:] + [-100] * len(answer)),
        "answer-alone": lambda prompt, answer: (list(answer)[:-1], list(answer)[1:]),
        "zeros": lambda prompt, answer: ([*prompt, *answer][:-1], [0] * (len(prompt) - 1) + list(answer)),
    },
)
