"""Make the decoder's inputs and the tokens that it must say."""

import numpy as np
import torch

from bigmodel_edu.checking import Call, arguments, function


def _teacher_forcing(texts, begin, end, *, padding=0, hidden=-100):
    longest = max(map(len, texts)) + 1
    inputs = torch.full((len(texts), longest), padding)
    following = torch.full((len(texts), longest), hidden)
    for row, text in enumerate(texts):
        inputs[row, : len(text) + 1] = torch.tensor([begin, *text])
        following[row, : len(text) + 1] = torch.tensor([*text, end])
    return inputs, following


def _texts(rng: np.random.Generator) -> list[list[int]]:
    return [rng.integers(4, 90, int(length)).tolist() for length in rng.permutation(np.arange(2, 9))[: int(rng.integers(3, 6))]]


def begin_and_end(rng: np.random.Generator) -> tuple[int, int]:
    begin, end = rng.permutation(np.arange(1, 4))[:2]
    return int(begin), int(end)


def unequal(rng: np.random.Generator) -> Call:
    return arguments(_texts(rng), *begin_and_end(rng))


def equal(rng: np.random.Generator) -> Call:
    return arguments(rng.integers(4, 90, (int(rng.integers(2, 5)), int(rng.integers(3, 8)))).tolist(), *begin_and_end(rng))


def with_an_empty_text(rng: np.random.Generator) -> Call:
    texts = _texts(rng)
    texts[int(rng.integers(0, len(texts)))] = []
    return arguments(texts, *begin_and_end(rng))


def not_shifted(texts, begin, end):
    following = _teacher_forcing(texts, begin, end)[1]
    return following.masked_fill(following == -100, 0), following


def padding_counts(texts, begin, end):
    return _teacher_forcing(texts, begin, end, hidden=0)


def padding_counts_as_end(texts, begin, end):
    return _teacher_forcing(texts, begin, end, hidden=end)


def no_end(texts, begin, end):
    inputs, following = _teacher_forcing(texts, begin, end)
    for row, text in enumerate(texts):
        following[row, len(text)] = -100
    return inputs, following


def end_at_the_edge(texts, begin, end):
    inputs, following = _teacher_forcing(texts, begin, end)
    for row, text in enumerate(texts):
        following[row, len(text)] = -100
        following[row, -1] = end
    return inputs, following


def end_in_the_inputs(texts, begin, end):
    whole = [[begin, *text, end] for text in texts]
    longest = max(map(len, whole))
    padded = torch.tensor([[*text, *[0] * (longest - len(text))] for text in whole])
    following = padded[:, 1:]
    return padded[:, :-1], following.masked_fill(following == 0, -100)


def hidden_in_the_inputs(texts, begin, end):
    return _teacher_forcing(texts, begin, end, padding=-100)


EXERCISE = function(
    __file__,
    points=3,
    reference=lambda texts, begin, end: _teacher_forcing(texts, begin, end),
    core={"texts of unequal length": unequal},
    edges={"texts of equal length": equal, "an empty text": with_an_empty_text},
    mistakes={
        "not-shifted": not_shifted,
        "padding-counts": (padding_counts, padding_counts_as_end),
        "no-end": no_end,
        "end-at-the-edge": end_at_the_edge,
        "end-in-the-inputs": end_in_the_inputs,
        "hidden-inputs": hidden_in_the_inputs,
    },
)
