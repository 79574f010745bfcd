"""A check that finds a device that computes wrongly, in the forward pass, the backward pass or the optimiser."""

import pytest
import torch
from torch import nn

from bigmodel_edu.device import generator, parity_check
from bigmodel_edu.models.gpt import GPT, GPTConfig


class Net(nn.Module):
    """A small network with several inputs and outputs."""

    def __init__(self):
        super().__init__()
        self.embed, self.layer = nn.Embedding(7, 6), nn.Linear(6, 5)
        self.dropout = nn.Dropout(0.5)

    def forward(self, ids, extra):
        hidden = torch.tanh(self.layer(self.dropout(self.embed(ids)) + extra["shift"]))
        return hidden, [hidden.argmax(-1), {"square": hidden**2}]


def inputs():
    return torch.tensor([[0, 6, 3]]), {"shift": torch.randn(1, 3, 6)}


def test_a_right_device_agrees_and_the_model_is_left_alone():
    model = Net().train()
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    report = parity_check(model, *inputs(), device="cpu")
    assert report.passed and report.output < 1e-5 and report.gradient < 1e-5 and report.weights < 1e-4
    assert repr(report).startswith("cpu agrees with cpu in float64") and "relative differences" in str(report)
    assert all(torch.equal(weight, before[name]) for name, weight in model.state_dict().items())
    assert model.training and all(weight.grad is None for weight in model.parameters())
    assert parity_check(model, inputs(), device="cpu").passed


class WrongInFloat32(torch.autograd.Function):
    """A multiplication that is silently wrong on the "device" (float32): forward, or backward alone."""

    @staticmethod
    def forward(ctx, x, wrong):
        ctx.wrong = wrong
        return x * 1.01 if wrong == "forward" and x.dtype == torch.float32 else x * 1.0

    @staticmethod
    def backward(ctx, gradient):
        off = ctx.wrong == "backward" and gradient.dtype == torch.float32
        return (gradient * 1.01 if off else gradient), None


@pytest.mark.parametrize("wrong", ["forward", "backward", None])
def test_a_device_that_is_wrong_is_found(wrong):
    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(4, 4)

        def forward(self, x):
            return WrongInFloat32.apply(self.layer(x), wrong)

    report = parity_check(Model(), torch.randn(3, 4), device="cpu")
    assert report.passed == (wrong is None)
    assert (report.output > 1e-3) == (wrong == "forward") and (report.gradient > 1e-3) == (wrong is not None)
    assert ("DISAGREES" in repr(report)) == (wrong is not None)


def test_an_optimiser_that_does_nothing_on_the_device_is_found(monkeypatch):
    step = torch.optim.AdamW.step
    monkeypatch.setattr(
        torch.optim.AdamW, "step", lambda self: None if self.param_groups[0]["params"][0].dtype == torch.float32 else step(self)
    )
    report = parity_check(nn.Linear(3, 2), torch.randn(4, 3), device="cpu")
    assert report.output < 1e-5 and report.gradient < 1e-5 and report.weights == pytest.approx(1) and not report.passed


def test_a_nan_on_the_device_is_found():
    class Model(nn.Linear):
        def forward(self, x):
            return super().forward(x) * (float("nan") if x.dtype == torch.float32 else 1.0)

    assert not parity_check(Model(2, 2), torch.randn(1, 2), device="cpu").passed


def test_models_that_cannot_be_checked_are_named():
    with pytest.raises(TypeError, match=r"a torch.nn.Module, got function"):
        parity_check(lambda x: x, torch.zeros(1), device="cpu")
    with pytest.raises(ValueError, match="with weights to train"):
        parity_check(nn.ReLU(), torch.zeros(1), device="cpu")

    class Empty(nn.Linear):
        def forward(self, x):
            return x.long()

    with pytest.raises(ValueError, match="floating-point tensors, got none"):
        parity_check(Empty(1, 1), torch.zeros(1), device="cpu")


@pytest.mark.skipif(not torch.cuda.is_available() and not torch.backends.mps.is_available(), reason="needs an accelerator")
def test_this_machines_accelerator_computes_rightly():
    model = GPT(GPTConfig(vocabulary=97, context=32, layers=2, heads=4, width=64))
    ids = torch.randint(97, (3, 20), generator=generator(0))
    report = parity_check(model, ids)
    assert report.passed, str(report)
