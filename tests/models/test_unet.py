"""The denoisers: shapes that come back, steps and labels that matter."""

import pytest
import torch

from bigmodel_edu.models.unet import PointDenoiser, UNet, UNetConfig, step_features


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("size", [(28, 28), (9, 14), (4, 4)])
@pytest.mark.parametrize("widths", [(8,), (8, 16), (8, 16, 8)])
def test_the_shape_comes_back(size, widths):
    model = UNet(UNetConfig(channels=3, widths=widths, groups=4, heads=2))
    assert model(draw(2, 3, *size), torch.tensor([1, 40])).shape == (2, 3, *size)


@pytest.mark.parametrize("model", [UNet(UNetConfig(channels=1, widths=(8, 16), classes=3)).eval(), PointDenoiser(4, 16, classes=3).eval()])
def test_step_and_label_matter_and_items_do_not_mix(model):
    x = draw(2, 1, 8, 8) if isinstance(model, UNet) else draw(2, 4)
    t, labels = torch.tensor([5, 30]), torch.tensor([0, 2])
    both = model(x, t, labels)
    torch.testing.assert_close(model(x[1:], t[1:], labels[1:]), both[1:], atol=1e-5, rtol=1e-5)
    assert not torch.allclose(model(x, torch.tensor([5, 31]), labels)[1], both[1], atol=1e-5)
    assert not torch.allclose(model(x, t, torch.tensor([0, 1]))[1], both[1], atol=1e-5)


def test_every_weight_is_used():
    model = UNet(UNetConfig(channels=1, widths=(8, 8, 16), classes=2))
    model(draw(2, 1, 12, 12), torch.tensor([3, 4]), torch.tensor([0, 1])).square().sum().backward()
    silent = [name for name, weight in model.named_parameters() if weight.grad is None or not weight.grad.any()]
    assert silent in ([], ["attention.key.bias"])  # a bias on all keys alike cancels in the softmax


def test_steps_have_different_features():
    features = step_features(torch.arange(1000), 32)
    assert torch.cdist(features, features).add(torch.eye(1000)).min() > 1e-3


def test_labels_must_fit_the_network():
    x, t = torch.zeros(1, 2), torch.ones(1, dtype=torch.long)
    with pytest.raises(ValueError, match="expected no labels, since the network has no classes, got labels"):
        PointDenoiser(2)(x, t, t)
    with pytest.raises(ValueError, match="expected labels from 0 to 4, got none"):
        PointDenoiser(2, classes=5)(x, t)


@pytest.mark.parametrize("change", [{"widths": ()}, {"widths": (8, 12)}, {"heads": 5}, {"channels": 0}])
def test_sizes_that_cannot_be_are_refused(change):
    with pytest.raises(ValueError, match="expected"):
        UNetConfig(**{"channels": 1, "widths": (8, 16), **change})
