"""Counting weights."""

import torch
from torch import nn

from bigmodel_edu.models.configuration import count_parameters


def test_shared_weights_count_once_and_frozen_ones_only_in_the_whole():
    model = nn.ModuleDict({"a": nn.Linear(4, 3, bias=False), "b": nn.Linear(4, 3)})
    model["a"].weight = model["b"].weight
    assert count_parameters(model) == 15
    model["b"].bias.requires_grad_(False)
    assert count_parameters(model, trainable=True) == 12


def test_nothing_is_allocated_on_the_meta_device():
    with torch.device("meta"):
        assert count_parameters(nn.Linear(10**6, 10**6)) == 10**12 + 10**6
