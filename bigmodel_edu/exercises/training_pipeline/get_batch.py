"""Cut windows out of a text, with the next token of each token as its target."""

import numpy as np

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function


def batch(tokens, starts, length):
    tokens = np.asarray(tokens)
    windows = tokens[np.asarray(starts)[:, None] + np.arange(length + 1)]
    return windows[:, :-1], windows[:, 1:]


def batch_call(rng: np.random.Generator, last: bool) -> Call:
    count, length = int(rng.integers(25, 40)), int(rng.integers(3, 8))
    starts = [int(each) for each in rng.integers(0, count - length, size=int(rng.choice([2, 4, 9])))]
    if last:
        starts[int(rng.integers(len(starts)))] = count - length - 1
        starts.append(0)
    return arguments(AsTensor(rng.integers(0, 500, size=count)), starts, length)


def batch_somewhere(rng: np.random.Generator) -> Call:
    return batch_call(rng, last=False)


def batch_at_the_ends(rng: np.random.Generator) -> Call:
    return batch_call(rng, last=True)


def one_window(rng: np.random.Generator) -> Call:
    length = int(rng.integers(1, 5))
    return arguments(AsTensor(rng.integers(0, 500, size=length + 1)), [0], length)


def following(ask, rng: np.random.Generator) -> bool:
    tokens = rng.permutation(60)
    inputs, targets = (np.asarray(each) for each in ask(AsTensor(tokens), [5, 0, 41], 6))
    where = np.argsort(tokens)
    return bool((where[targets] == where[inputs] + 1).all())


def not_shifted(tokens, starts, length):
    inputs, _ = batch(tokens, starts, length)
    return inputs, inputs.copy()


def shifted_back(tokens, starts, length):
    inputs, targets = batch(tokens, starts, length)
    return targets, inputs


def shifted_by_two(tokens, starts, length):
    tokens = np.append(np.asarray(tokens), np.asarray(tokens)[-1:])
    inputs, _ = batch(tokens, starts, length)
    return inputs, tokens[np.asarray(starts)[:, None] + np.arange(2, length + 2)]


def last_only(tokens, starts, length):
    inputs, targets = batch(tokens, starts, length)
    return inputs, targets[:, -1]


def rolled(tokens, starts, length):
    inputs, _ = batch(tokens, starts, length)
    return inputs, np.roll(inputs, -1, axis=1)


def one_short(tokens, starts, length):
    inputs, targets = batch(tokens, starts, length)
    return inputs[:, :-1], targets[:, :-1]


def length_by_batch(tokens, starts, length):
    inputs, targets = batch(tokens, starts, length)
    return inputs.T, targets.T


EXERCISE = function(
    __file__,
    points=3,
    reference=batch,
    core={"somewhere in the text": batch_somewhere, "at both ends of the text": batch_at_the_ends},
    edges={"a text of one window": one_window},
    properties=(following,),
    bans=("bigmodel_edu.training",),
    mistakes={
        "not-shifted": not_shifted,
        "shifted-back": shifted_back,
        "shifted-by-two": shifted_by_two,
        "last-only": last_only,
        "rolled": rolled,
        "one-short": one_short,
        "transposed": length_by_batch,
    },
)
