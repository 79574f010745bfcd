"""The detector: where objects are assigned, what the loss counts, and that it finds what it was shown."""

import pytest
import torch
from torch.nn import functional as F

from bigmodel_edu.models.average_precision import Detections, mean_average_precision
from bigmodel_edu.models.detector import Detector, DetectorConfig, focal_loss


def objects(boxes, labels):
    boxes = torch.tensor(boxes, dtype=torch.float32).view(-1, 4)
    return Detections(boxes, torch.tensor(labels, dtype=torch.long), torch.ones(len(labels)))


@pytest.fixture
def model():
    torch.manual_seed(0)
    return Detector(DetectorConfig(channels=1, classes=3, widths=(4, 8)))


def test_places_are_the_middles_of_the_grid(model):
    centres = model.centres(8, 12)
    assert centres.tolist() == [[2, 2], [6, 2], [10, 2], [2, 6], [6, 6], [10, 6]]
    scores, boxes = model(torch.randn(2, 1, 8, 12))
    assert scores.shape == (2, 6, 3) and boxes.shape == (2, 6, 4)
    inside = (boxes[..., :2] < centres) & (boxes[..., 2:] > centres)
    assert inside.all()


def test_objects_go_to_the_places_near_their_middle(model):
    box = [4.0, 4.0, 20.0, 20.0]  # middle (12, 12), which four places touch
    targets = model.assign([objects([box], [2]), objects([], [])], 32, 32)
    here = targets.labels[0].view(8, 8)
    assert (here[2:4, 2:4] == 2).all() and (here >= 0).sum() == 4
    assert (targets.boxes[0][targets.labels[0] == 2] == torch.tensor(box)).all()
    assert (targets.labels[1] == -1).all()


def test_a_small_object_before_a_large_one_keeps_its_places_and_a_tiny_one_gets_one(model):
    targets = model.assign([objects([[10, 10, 14, 14], [0, 0, 24, 24]], [1, 0])], 32, 32)
    assert (1 in targets.labels[0] and 0 in targets.labels[0]) or (targets.labels[0] == 1).any()
    tiny = model.assign([objects([[7.1, 7.1, 7.2, 7.2]], [1])], 32, 32)
    assert (tiny.labels[0] == 1).nonzero().flatten().tolist() == [9]  # the place around (6, 6)


def test_the_focal_loss_is_its_formula_and_cross_entropy_without_focus():
    scores, wanted = torch.randn(40, dtype=torch.float64) * 3, (torch.rand(40) < 0.3).double()
    p = torch.where(wanted == 1, scores.sigmoid(), 1 - scores.sigmoid())
    balance = torch.where(wanted == 1, 0.3, 0.7)
    torch.testing.assert_close(focal_loss(scores, wanted, focus=1.5, balance=0.3), -balance * (1 - p) ** 1.5 * p.log())
    plain = F.binary_cross_entropy_with_logits(scores, wanted, reduction="none")
    torch.testing.assert_close(focal_loss(scores, wanted, focus=0, balance=0.5), plain / 2)


def test_an_image_without_objects_has_a_loss(model):
    targets = model.assign([objects([], [])], 16, 16)
    loss = model.loss(torch.zeros(1, 1, 16, 16), targets)
    loss.backward()
    assert loss.isfinite() and model.classes.weight.grad.isfinite().all()


def test_it_finds_what_it_was_shown():
    torch.manual_seed(0)
    model = Detector(DetectorConfig(channels=1, classes=2, widths=(8, 16)))
    truth = [objects([[4, 4, 12, 12]], [0]), objects([[14, 8, 26, 20], [2, 22, 10, 30]], [1, 0])]
    images = torch.zeros(2, 1, 32, 32)
    for image, there in zip(images, truth, strict=True):
        for (left, top, right, bottom), label in zip(there.boxes.int().tolist(), there.labels.tolist(), strict=True):
            image[0, top:bottom, left:right] = 1.0 if label else -1.0
    targets = model.assign(truth, 32, 32)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for _ in range(150):
        loss = model.loss(images, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    found = model.detect(images)  # in training mode: the norms of these two images
    assert mean_average_precision(found, truth) == 1
    assert [len(image.labels) for image in found] == [1, 2]
    assert all((image.scores.diff() <= 0).all() for image in found)


def test_doubles_of_one_class_go_and_other_classes_stay(model):
    with torch.no_grad():
        model.classes.weight.zero_()
        model.classes.bias.copy_(torch.tensor([3.0, -9.0, -9.0]))
        model.sides.weight.zero_()
        model.sides.bias.fill_(2.0)  # every place sees nearly the same large box
    assert len(model.eval().detect(torch.zeros(1, 1, 8, 8))[0].labels) == 1
    assert len(model.detect(torch.zeros(1, 1, 8, 8), overlap=1.0)[0].labels) == 4
    assert len(model.detect(torch.zeros(1, 1, 8, 8), least=0.99)[0].labels) == 0


@pytest.mark.parametrize("shape", [(1, 1, 30, 32), (1, 3, 32, 32), (1, 32, 32)])
def test_other_images_are_refused(model, shape):
    with pytest.raises(ValueError, match="multiples of 4"):
        model(torch.zeros(shape))
