"""Randomness that can be repeated."""

import random

import numpy as np
import pytest
import torch

from bigmodel_edu.device import generator, seed_everything


def test_seeds_repeat_every_source():
    draws = []
    for _ in range(2):
        own = seed_everything(11)
        draws.append((random.random(), np.random.rand(), torch.rand(1).item(), torch.rand(1, generator=own).item()))
    assert draws[0] == draws[1] and len(set(draws[0])) > 2


def test_a_generator_is_not_disturbed_by_others():
    first = torch.rand(3, generator=generator(5))
    own = generator(5)
    torch.rand(7)
    assert torch.equal(torch.rand(3, generator=own), first)
    assert not torch.equal(torch.rand(3, generator=generator(6)), first)


@pytest.mark.parametrize(("seed", "error"), [(-1, ValueError), (2**32, ValueError), (1.0, TypeError), (True, TypeError), ("1", TypeError)])
def test_seeds_that_cannot_be_are_named(seed, error):
    with pytest.raises(error, match="expected a seed"):
        generator(seed)
