"""The convolutional network: sizes, counts, and what convolution promises."""

import pytest
import torch
from torch.nn import functional as F

from bigmodel_edu.models.cnn import CNN, CNNConfig
from bigmodel_edu.models.configuration import count_parameters


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("config", [CNNConfig(channels=1, classes=10), CNNConfig(channels=3, classes=7, widths=(5,))])
def test_the_formula_counts_what_is_built(config):
    assert count_parameters(CNN(config)) == config.parameters


def test_the_images_side_does_not_matter_and_neither_does_a_shift_in_an_empty_frame():
    model = CNN(CNNConfig(channels=2, classes=3, widths=(4, 6))).eval()
    with torch.no_grad():
        for stage in model.stages:
            stage[1].running_mean.copy_(draw(len(stage[1].running_mean)))
            stage[1].running_var.uniform_(0.5, 2)
    assert model(draw(2, 2, 9, 31)).shape == (2, 3)
    image = torch.zeros(1, 2, 32, 32)
    image[..., 8:16, 8:16] = draw(1, 2, 8, 8)
    torch.testing.assert_close(model(image), model(image.roll((4, 8), dims=(2, 3))), atol=1e-5, rtol=1e-5)


def test_it_learns_four_images_by_heart():
    torch.manual_seed(0)
    model, images, labels = CNN(CNNConfig(channels=1, classes=4, widths=(8, 8))), draw(4, 1, 8, 8), torch.tensor([3, 1, 2, 0])
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-2)
    for _ in range(30):
        loss = F.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert (model(images).argmax(1) == labels).all() and loss < 0.3


@pytest.mark.parametrize("shape", [(1, 28, 28), (1, 3, 28, 28), (1, 1, 28, 7)])
def test_other_images_are_refused(shape):
    with pytest.raises(ValueError, match=r"\(batch, 1, 8 or more, 8 or more\), got"):
        CNN(CNNConfig(channels=1, classes=10))(torch.zeros(shape))


def test_sizes_that_cannot_be_are_named():
    with pytest.raises(ValueError, match="one or more stages"):
        CNNConfig(channels=1, classes=10, widths=())
