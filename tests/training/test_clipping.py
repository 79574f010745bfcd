"""Clipping: as torch clips; a short gradient stays."""

import pytest
import torch

from bigmodel_edu.training import clip_gradients


def parameters(scale: float) -> list[torch.nn.Parameter]:
    generator = torch.Generator().manual_seed(3)
    made = [torch.nn.Parameter(torch.zeros(shape)) for shape in [(3, 5), (7,), (), (2, 1, 4)]]
    for parameter in made[:3]:
        parameter.grad = scale * torch.randn(parameter.shape, generator=generator)
    return made  # the last has no gradient


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e4])
@pytest.mark.parametrize("largest", [0.1, 1.0, 50.0])
def test_it_is_torchs(scale, largest):
    ours, theirs = parameters(scale), parameters(scale)
    norm = clip_gradients(ours, largest)
    expected = torch.nn.utils.clip_grad_norm_(theirs, largest)
    assert torch.equal(norm, expected)
    assert all(a.grad is b.grad is None or torch.equal(a.grad, b.grad) for a, b in zip(ours, theirs, strict=True))
    clipped = torch.cat([parameter.grad.flatten() for parameter in ours[:3]]).norm()
    assert clipped <= largest * 1.001


def test_a_short_gradient_stays_bit_for_bit():
    ours, before = parameters(1e-3), parameters(1e-3)
    clip_gradients(ours, 1.0)
    assert all(torch.equal(a.grad, b.grad) for a, b in zip(ours[:3], before[:3], strict=True))


@pytest.mark.parametrize("largest", [0.0, -1.0, float("nan")])
def test_a_norm_of_nothing_is_refused(largest):
    with pytest.raises(ValueError, match="largest norm above 0"):
        clip_gradients(parameters(1.0), largest)


def test_nothing_to_clip():
    assert float(clip_gradients([torch.nn.Parameter(torch.zeros(2))], 1.0)) == 0.0
