"""One notebook for every machine."""

import pytest
import torch

from bigmodel_edu.device import scale


def test_scale_takes_the_large_where_it_fits(machine, monkeypatch):
    machine("cuda")
    gib = 2**30
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (6 * gib, 8 * gib))
    monkeypatch.setattr(torch.cuda, "memory_allocated", lambda device: 0)
    monkeypatch.setattr(torch.cuda, "max_memory_allocated", lambda device: 0)
    assert scale(1, 2, device="cpu") == 1
    assert scale(1, 2) == scale(1, 2, memory=6) == 2
    assert scale(1, 2, memory=7) == 1


def test_scale_refuses_what_would_surprise():
    with pytest.raises(TypeError, match="of the same type, got int and str"):
        scale(1, "2")
    with pytest.raises(ValueError, match="0 GiB or more"):
        scale(1, 2, memory=-1)
