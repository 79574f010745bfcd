"""Put prompts of unequal length into one table, padded on the right."""

import numpy as np
import torch

from bigmodel_edu.checking import Call, arguments, function


def pad_right(prompts, pad):
    longest = max(len(prompt) for prompt in prompts)
    ids = torch.tensor([[*prompt, *[pad] * (longest - len(prompt))] for prompt in prompts])
    return ids, torch.tensor([len(prompt) - 1 for prompt in prompts])


def batch_and_places(answer, prompts, pad):
    """Read the places as whole numbers, be they a list, an array or a tensor."""
    ids, last = answer(prompts, pad)
    return ids, [int(place) for place in last]


def _prompts(rng: np.random.Generator) -> Call:
    lengths = rng.permutation([1, int(rng.integers(2, 5)), int(rng.integers(5, 9)), int(rng.integers(2, 9))])
    return arguments([[int(token) for token in rng.integers(1, 90, length)] for length in lengths], int(rng.choice([0, 95, -1])))


def pad_inside_a_prompt(rng: np.random.Generator) -> Call:
    """The pad's id occurs as a real token, also at the end of a prompt."""
    return arguments([[3, 7, 7], [7], [int(token) for token in rng.integers(1, 90, 5)], [4, 7, 2, 7]], 7)


def one_prompt(rng: np.random.Generator) -> Call:
    return arguments([[int(token) for token in rng.integers(1, 90, int(rng.integers(1, 6)))]], 0)


def pad_left(prompts, pad):
    longest = max(len(prompt) for prompt in prompts)
    ids = torch.tensor([[*[pad] * (longest - len(prompt)), *prompt] for prompt in prompts])
    return ids, torch.full((len(prompts),), longest - 1)


def pad_left_short_last(prompts, pad):
    return pad_left(prompts, pad)[0], pad_right(prompts, pad)[1]


def last_column(prompts, pad):
    ids, last = pad_right(prompts, pad)
    return ids, torch.full_like(last, ids.shape[1] - 1)


def _lengths(prompts, pad):
    ids, last = pad_right(prompts, pad)
    return ids, last + 1


def counts_pads(prompts, pad):
    ids, _ = pad_right(prompts, pad)
    return ids, (ids != pad).sum(dim=1) - 1


def first_pad(prompts, pad):
    ids, last = pad_right(prompts, pad)
    found = [(row == pad).nonzero() for row in ids]
    return ids, torch.tensor([int(where[0]) - 1 if len(where) else int(end) for where, end in zip(found, last, strict=True)])


def cut_to_the_shortest(prompts, pad):
    shortest = min(len(prompt) for prompt in prompts)
    return torch.tensor([prompt[:shortest] for prompt in prompts]), torch.full((len(prompts),), shortest - 1)


def sorted_by_length(prompts, pad):
    return pad_right(sorted(prompts, key=len, reverse=True), pad)


EXERCISE = function(
    __file__,
    points=2,
    reference=pad_right,
    core={"several prompts": _prompts, "the pad's id as a real token": pad_inside_a_prompt},
    edges={"one prompt": one_prompt},
    driver=batch_and_places,
    bans=("bigmodel_edu.models", "bigmodel_edu.inference", ".pad_sequence"),
    draws=3,
    mistakes={
        "left": pad_left,
        "left-with-places-from-the-right": pad_left_short_last,
        "last-column": last_column,
        "lengths": _lengths,
        "counts-what-is-not-pad": counts_pads,
        "before-the-first-pad": first_pad,
        "cut-to-the-shortest": cut_to_the_shortest,
        "sorted": sorted_by_length,
    },
)
