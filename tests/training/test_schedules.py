"""The learning rate: against torch's schedulers, and at its edges."""

import pytest
import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

from bigmodel_edu.training import warmup_cosine


@pytest.mark.parametrize(("steps", "warmup", "final"), [(20, 5, 0.0), (31, 1, 0.3), (7, 6, 0.1), (50, 10, 2.0)])
def test_it_is_torchs_linear_and_cosine_schedule(steps, warmup, final):
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=2.0)
    linear = LinearLR(optimiser, start_factor=1 / warmup, total_iters=max(1, warmup - 1))
    cosine = CosineAnnealingLR(optimiser, T_max=steps - warmup, eta_min=final)
    scheduler = SequentialLR(optimiser, [linear, cosine], milestones=[warmup])
    for step in range(steps):
        assert warmup_cosine(step, peak=2.0, steps=steps, warmup=warmup, final=final) == pytest.approx(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()


def test_the_edges():
    rate = lambda step, warmup=4: warmup_cosine(step, peak=1.0, steps=12, warmup=warmup, final=0.2)  # noqa: E731
    assert rate(0) == 0.25 and rate(3) == 1.0 == rate(4)
    assert rate(8) == pytest.approx(0.6)
    assert rate(12) == rate(1000) == pytest.approx(0.2)
    assert rate(0, warmup=0) == 1.0
    assert all(rate(step) >= rate(step + 1) for step in range(4, 15))


@pytest.mark.parametrize(
    "wrong", [{"step": -1}, {"peak": -1.0}, {"warmup": -1}, {"final": -0.1}, {"warmup": 10}, {"warmup": 11}, {"steps": 0}, {"steps": -3}]
)
def test_mistakes_are_named(wrong):
    with pytest.raises(ValueError, match="expected"):
        warmup_cosine(**{"step": 0, "peak": 1.0, "steps": 10, "warmup": 0, "final": 0.0, **wrong})
