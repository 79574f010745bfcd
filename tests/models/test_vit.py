"""The vision transformer: patches where they belong, and weights on request."""

import pytest
import torch
from torch.nn import functional as F

from bigmodel_edu.models.vit import ViT, ViTConfig, cut_patches

SIZES = {"image": 12, "patch": 4, "channels": 3, "classes": 5, "layers": 2, "heads": 2, "width": 8}


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(("channels", "height", "width", "patch"), [(1, 6, 9, 3), (3, 8, 4, 2), (2, 5, 5, 5)])
def test_patches_are_those_of_torchs_unfold(channels, height, width, patch):
    images = draw(2, channels, height, width)
    assert (cut_patches(images, patch) == F.unfold(images, patch, stride=patch).transpose(1, 2)).all()


def test_weights_come_from_the_same_computation():
    model = ViT(ViTConfig(**SIZES)).eval()
    images = draw(4, 3, 12, 12)
    scores, weights = model(images, return_weights=True)
    torch.testing.assert_close(scores, model(images))
    assert [layer.shape for layer in weights] == [(4, 2, 10, 10)] * 2


def test_every_patch_and_its_place_matter():
    model, images = ViT(ViTConfig(**SIZES)).eval(), draw(1, 3, 12, 12)
    with torch.no_grad():
        for weight in model.parameters():
            weight.mul_(5)
    for row in range(3):
        changed = images.clone()
        changed[..., 4 * row, 11 - 4 * row] += 1
        assert not torch.allclose(model(changed), model(images), atol=1e-4)
    moved = images.roll(4, dims=3)
    assert not torch.allclose(model(moved), model(images), atol=1e-4)


def test_it_learns_four_images_by_heart():
    torch.manual_seed(0)
    model, images, labels = ViT(ViTConfig(**SIZES)), draw(4, 3, 12, 12), torch.tensor([0, 1, 2, 4])
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for _ in range(50):
        loss = F.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert (model(images).argmax(1) == labels).all() and loss < 0.2


@pytest.mark.parametrize("shape", [(3, 12, 12), (1, 1, 12, 12), (1, 3, 12, 13)])
def test_other_images_are_refused(shape):
    with pytest.raises(ValueError, match=r"images of shape \(batch, 3, 12, 12\), got"):
        ViT(ViTConfig(**SIZES))(torch.zeros(shape))


def test_patches_that_do_not_tile_are_named():
    with pytest.raises(ValueError, match="patch to divide image, got image 12 and patch 5"):
        ViTConfig(**{**SIZES, "patch": 5})
    with pytest.raises(ValueError, match="patches of 4 and an image of 6 × 8 pixels"):
        cut_patches(torch.zeros(1, 1, 6, 8), 4)
