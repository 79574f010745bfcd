"""Autocast."""

import pytest
import torch
from torch import nn

from bigmodel_edu.device import autocast


def test_autocast_multiplies_in_bfloat16_or_changes_nothing():
    layer, x = nn.Linear(4, 3), torch.randn(2, 4)
    with autocast("cpu", torch.bfloat16):
        assert layer(x).dtype == torch.bfloat16
    with autocast("cpu"):
        assert layer(x).dtype == torch.float32
    with pytest.raises(ValueError, match=r"got torch.float16; float16 needs loss scaling"):
        autocast("cpu", torch.float16)
