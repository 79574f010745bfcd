"""Answers to your-own-gpt.affordable_steps: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np


def steps_exact(parameters, batch, length, operations):
    return math.floor(operations / 6 / parameters / batch / length)


def steps_by_division(parameters, batch, length, operations):
    return int(operations / (6 * parameters * batch * length))


def steps_in_numpy(parameters, batch, length, operations):
    return np.int64(np.floor(operations / np.prod([6.0, parameters, batch, length])))


RIGHT = [steps_exact, steps_by_division, steps_in_numpy]
WRONG = [
    lambda parameters, batch, length, operations: 1_000,
    lambda parameters, batch, length, operations: steps_exact(parameters, batch, length, operations) - 1,
    lambda parameters, batch, length, operations: steps_exact(parameters, batch, length, operations / 4 * 6),
]
