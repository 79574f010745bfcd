"""Boxes, against counting pixels."""

import pytest
import torch

from bigmodel_edu.models.boxes import box_areas, box_iou, generalised_iou, non_maximum_suppression


def random_boxes(count, seed, side=12):
    corners = torch.randint(0, side, (count, 2, 2), generator=torch.Generator().manual_seed(seed)).sort(dim=1).values
    return corners.flatten(1).float()


def pixels(box, side=12):
    left, top, right, bottom = (int(number) for number in box)
    return {(x, y) for x in range(left, right) for y in range(top, bottom)}


def test_iou_counts_pixels():
    a, b = random_boxes(20, 0), random_boxes(15, 1)
    found = box_iou(a, b)
    assert found.shape == (20, 15)
    for i, first in enumerate(a):
        for j, second in enumerate(b):
            union = pixels(first) | pixels(second)
            wanted = len(pixels(first) & pixels(second)) / len(union) if union else 0.0
            assert float(found[i, j]) == pytest.approx(wanted)


def test_generalised_iou_counts_pixels_and_says_how_far():
    a, b = random_boxes(30, 2), random_boxes(30, 3)
    for first, second, found in zip(a, b, generalised_iou(a, b), strict=True):
        hull = torch.cat([torch.minimum(first[:2], second[:2]), torch.maximum(first[2:], second[2:])])
        union = len(pixels(first) | pixels(second))
        if union:
            share = len(pixels(first) & pixels(second)) / union
            assert float(found) == pytest.approx(share - 1 + union / float(box_areas(hull)), abs=1e-5)
    here = torch.tensor([0.0, 0.0, 2.0, 2.0])
    near, far = here + torch.tensor([3.0, 0, 3.0, 0]), here + torch.tensor([30.0, 0, 30.0, 0])
    assert generalised_iou(here, here) == 1 > generalised_iou(here, near) > generalised_iou(here, far) > -1


def test_generalised_iou_pulls_boxes_together_even_when_they_do_not_meet():
    box = torch.tensor([8.0, 0.0, 10.0, 2.0], requires_grad=True)
    generalised_iou(box, torch.tensor([0.0, 0.0, 2.0, 2.0])).backward()
    assert box.grad[0] < 0 or box.grad[2] < 0


def test_suppression_is_the_plain_loop():
    boxes, scores = random_boxes(60, 4), torch.rand(60, generator=torch.Generator().manual_seed(5))
    for threshold in (0.0, 0.31, 0.71, 1.0):
        left, kept = scores.argsort(descending=True).tolist(), []
        while left:
            best = left.pop(0)
            kept.append(best)
            left = [other for other in left if float(box_iou(boxes[best : best + 1], boxes[other : other + 1])) <= threshold]
        assert non_maximum_suppression(boxes, scores, threshold).tolist() == kept


def test_suppression_of_nothing_and_of_equals():
    assert non_maximum_suppression(torch.zeros(0, 4), torch.zeros(0)).tolist() == []
    same = torch.tensor([[0.0, 0, 2, 2]]).expand(3, 4)
    assert non_maximum_suppression(same, torch.full((3,), 0.5)).tolist() == [0]


def test_mistakes_are_named():
    with pytest.raises(ValueError, match=r"got \(2, 3\) and \(2, 4\)"):
        box_iou(torch.zeros(2, 3), torch.zeros(2, 4))
    with pytest.raises(ValueError, match="one score a box"):
        non_maximum_suppression(torch.zeros(2, 4), torch.zeros(3))
