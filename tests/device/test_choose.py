"""Choosing a device and its number format."""

import pytest
import torch

from bigmodel_edu.device import choose_device, choose_dtype


@pytest.mark.parametrize(("kinds", "chosen"), [((), "cpu"), (("mps",), "mps"), (("cuda", "mps"), "cuda")])
def test_the_fastest_kind_that_is_there(machine, kinds, chosen):
    machine(*kinds)
    assert choose_device() == torch.device(chosen)
    assert choose_device("cpu") == torch.device("cpu")


def test_the_environment_decides_unless_a_device_is_named(machine, monkeypatch):
    machine("cuda")
    monkeypatch.setenv("BIGMODEL_DEVICE", "cpu")
    assert choose_device() == torch.device("cpu") and choose_device("cuda:1") == torch.device("cuda:1")


@pytest.mark.parametrize(
    ("name", "message"),
    [("mps", "a device that this machine has, got 'mps'"), ("gpu", "a device such as cpu, cuda"), ("cuda:2", "below cuda:2, got 'cuda:2'")],
)
def test_devices_that_are_not_there_are_named(machine, name, message):
    machine("cuda")
    with pytest.raises(ValueError, match=message):
        choose_device(name)


@pytest.mark.parametrize(("capability", "dtype"), [((7, 5), torch.float32), ((8, 0), torch.bfloat16), ((9, 0), torch.bfloat16)])
def test_bfloat16_where_the_card_computes_in_it(machine, monkeypatch, capability, dtype):
    machine("cuda")
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability)
    assert choose_dtype("cuda") == dtype and choose_dtype("cpu") == torch.float32
