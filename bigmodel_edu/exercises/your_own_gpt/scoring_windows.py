"""Cut a text into windows in which every token is a target once."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def windows(ids, length, start):
    stream = [start, *(int(each) for each in ids)]
    count = -(-len(ids) // length)
    inputs, targets = np.full((count, length), start), np.full((count, length), -100)
    for place in range(len(ids)):
        inputs[place // length, place % length] = stream[place]
        targets[place // length, place % length] = stream[place + 1]
    return inputs, targets


def windows_call(rng: np.random.Generator) -> Call:
    length = int(rng.integers(3, 7))
    count = length * int(rng.integers(2, 5)) + int(rng.integers(1, length))
    return arguments(rng.integers(10, 300, count), length, 7)


def whole_windows(rng: np.random.Generator) -> Call:
    length = int(rng.integers(2, 6))
    return arguments(rng.integers(10, 300, length * int(rng.integers(1, 5))), length, 3)


def cut(ids, length, start):
    inputs, targets = windows(ids, length, start)
    return inputs[: len(ids) // length], targets[: len(ids) // length]


def with_a_gap(ids, length, start):
    rows = [list(ids[i : i + length + 1]) for i in range(0, len(ids) - length, length + 1)]
    table = np.array(rows).reshape(-1, length + 1)
    return table[:, :-1], table[:, 1:]


def without_start(ids, length, start):
    count = max(-(-(len(ids) - 1) // length), 0)
    inputs, targets = np.full((count, length), start), np.full((count, length), -100)
    for place in range(len(ids) - 1):
        inputs[place // length, place % length] = ids[place]
        targets[place // length, place % length] = ids[place + 1]
    return inputs, targets


def not_shifted(ids, length, start):
    _inputs, targets = windows(ids, length, start)
    return np.where(targets == -100, start, targets), targets


def counted_padding(ids, length, start):
    inputs, targets = windows(ids, length, start)
    return inputs, np.where(targets == -100, start, targets)


def zero_padding(ids, length, start):
    inputs, targets = windows(ids, length, start)
    return inputs, np.where(targets == -100, 0, targets)


EXERCISE = function(
    __file__,
    points=3,
    reference=windows,
    core={"a last window that is not full": windows_call},
    edges={"full windows": whole_windows},
    mistakes={
        "last-window-dropped": cut,
        "one-lost-per-window": with_a_gap,
        "first-token-free": without_start,
        "not-shifted": not_shifted,
        "padding-counts": (counted_padding, zero_padding),
    },
)
