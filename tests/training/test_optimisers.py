"""The teaching optimisers against torch's own, on functions with curvature, mixed signs and missing gradients."""

import pytest
import torch
from torch import nn

from bigmodel_edu.training import SGD, Adam, AdamW, GradientDescent, Momentum, RMSProp, adamw

PAIRS = {
    "descent": (lambda p: GradientDescent(p, lr=0.03), lambda p: torch.optim.SGD(p, lr=0.03)),
    "momentum": (lambda p: Momentum(p, lr=0.03, momentum=0.8), lambda p: torch.optim.SGD(p, lr=0.03, momentum=0.8)),
    "rmsprop": (lambda p: RMSProp(p, lr=0.02, alpha=0.9), lambda p: torch.optim.RMSprop(p, lr=0.02, alpha=0.9)),
    "adam": (lambda p: Adam(p, lr=0.05), lambda p: torch.optim.Adam(p, lr=0.05)),
    "adam, decay": (
        lambda p: Adam(p, lr=0.05, beta1=0.7, beta2=0.95, eps=1e-3, weight_decay=0.3),
        lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.7, 0.95), eps=1e-3, weight_decay=0.3),
    ),
    "adamw": (lambda p: AdamW(p, lr=0.05, weight_decay=0.3), lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.3)),
}


def start(dtype=torch.float64) -> list[nn.Parameter]:
    generator = torch.Generator().manual_seed(1)
    return [nn.Parameter(torch.randn(shape, generator=generator, dtype=dtype)) for shape in [(3, 5), (4,), ()]]


def loss(parameters, step: int) -> torch.Tensor:
    """Curved, with other minima for each parameter; the second has a gradient in every second step only."""
    used = parameters if step % 2 == 0 else [parameters[0], parameters[2]]
    return sum(((parameter - place) ** 2 * (1 + 5 * place)).sum() + parameter.sin().sum() for place, parameter in enumerate(used))


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_it_walks_where_torchs_walks(name, dtype):
    ours, theirs = start(dtype), start(dtype)
    mine, real = PAIRS[name][0](ours), PAIRS[name][1](theirs)
    for step in range(40):
        for parameters, optimiser in ((ours, mine), (theirs, real)):
            optimiser.zero_grad()
            loss(parameters, step).backward()
            optimiser.step()
        for a, b in zip(ours, theirs, strict=True):
            torch.testing.assert_close(a, b, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", PAIRS)
def test_its_memory_can_be_saved_and_put_back(name):
    def walk(parameters, optimiser, steps):
        for step in steps:
            optimiser.zero_grad()
            loss(parameters, step).backward()
            optimiser.step()

    straight, broken = start(), start()
    optimiser = PAIRS[name][0](straight)
    walk(straight, optimiser, range(10))
    first = PAIRS[name][0](broken)
    walk(broken, first, range(6))
    second = PAIRS[name][0](broken)
    second.load_state_dict(first.state_dict())
    walk(broken, second, range(6, 10))
    assert all(torch.equal(a, b) for a, b in zip(straight, broken, strict=True))


def test_torchs_schedulers_steer_it():
    parameter = nn.Parameter(torch.ones(1))
    optimiser = Momentum([parameter], lr=1.0)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimiser, gamma=0.5)
    for _step in range(2):
        parameter.grad = torch.zeros(1)
        optimiser.step()
        scheduler.step()
    assert optimiser.param_groups[0]["lr"] == 0.25


def test_without_a_gradient_nothing_moves():
    parameter = nn.Parameter(torch.ones(2))
    for make in (GradientDescent, Momentum, RMSProp, Adam, AdamW):
        make([parameter]).step()
    assert torch.equal(parameter, torch.ones(2))
    assert SGD is GradientDescent


def test_mistakes_are_named():
    with pytest.raises(ValueError, match="learning rate of at least 0, got -1"):
        Adam([nn.Parameter(torch.ones(1))], lr=-1)
    with pytest.raises(ValueError, match="empty"):
        Adam([])


def test_adamw_decays_matrices_only_and_skips_frozen_weights():
    model = nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4), nn.Linear(4, 2))
    model[2].weight.requires_grad_(False)
    decayed, plain = adamw(model, lr=0.1, weight_decay=0.5).param_groups
    assert (decayed["weight_decay"], plain["weight_decay"]) == (0.5, 0.0)
    assert [tuple(parameter.shape) for parameter in decayed["params"]] == [(4, 3)]
    assert len(plain["params"]) == 4
    with pytest.raises(ValueError, match="got Linear with none that requires a gradient"):
        adamw(nn.Linear(2, 2).requires_grad_(False), lr=0.1)
