"""Initial weights have the deviation that is asked for, and a seed repeats them."""

import pytest
import torch
from torch import nn

from bigmodel_edu.models.initialisation import initialise_normal


def test_deviation_biases_and_seed():
    models = [nn.Sequential(nn.Embedding(90, 80), nn.Linear(80, 90)) for _ in range(2)]
    for model in models:
        initialise_normal(model, torch.Generator().manual_seed(3), deviation=0.5)
    assert models[0][0].weight.std().item() == pytest.approx(0.5, rel=0.05)
    assert models[0][1].weight.mean().item() == pytest.approx(0, abs=0.03)
    assert (models[0][1].bias == 0).all()
    assert (models[0][1].weight == models[1][1].weight).all()
