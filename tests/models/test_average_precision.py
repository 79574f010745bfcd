"""Average precision: worked cases, and the area under the curve by another road."""

import math

import pytest
import torch

from bigmodel_edu.models.average_precision import Detections, average_precision, match_detections, mean_average_precision


def objects(boxes, labels=None, scores=None):
    boxes = torch.tensor(boxes, dtype=torch.float32).view(-1, 4)
    labels = torch.tensor(labels if labels is not None else [0] * len(boxes), dtype=torch.long)
    return Detections(boxes, labels, torch.tensor(scores if scores is not None else [1.0] * len(boxes)))


A, B, C = [0, 0, 4, 4], [10, 0, 14, 4], [0, 10, 4, 14]


def test_a_second_detection_of_the_same_object_is_wrong_and_the_surest_wins():
    found = objects([[0, 0, 4, 3], A, C], scores=[0.5, 0.9, 0.8])
    assert match_detections(found, objects([A, B]), 0.5).tolist() == [False, True, False]


def test_matching_needs_the_threshold():
    found = objects([[0, 0, 4, 2]])  # half of A: IoU exactly 0.5
    assert match_detections(found, objects([A]), 0.5).tolist() == [True]
    assert match_detections(found, objects([A]), 0.51).tolist() == [False]
    assert match_detections(found, objects([]), 0.5).tolist() == [False]


def by_thresholds(right, scores, count):
    """Precision and recall at every score, then the interpolated area."""
    points = []
    for least in sorted(set(scores.tolist()), reverse=True):
        chosen = right[scores >= least]
        points.append((int(chosen.sum()) / count, float(chosen.double().mean())))
    area, recall_before = 0.0, 0.0
    for recall, _ in points:
        area += (recall - recall_before) * max(p for r, p in points if r >= recall)
        recall_before = recall
    return area


@pytest.mark.parametrize("seed", range(5))
def test_the_area_is_that_of_the_curve(seed):
    source = torch.Generator().manual_seed(seed)
    right, scores = torch.rand(23, generator=source) < 0.5, torch.rand(23, generator=source)
    count = int(right.sum()) + seed
    assert average_precision(right, scores, count) == pytest.approx(by_thresholds(right, scores, count))


def test_nothing_found_is_0_and_nothing_to_find_is_nan():
    none = torch.zeros(0)
    assert average_precision(none.bool(), none, 3) == 0
    assert math.isnan(average_precision(none.bool(), none, 0))


def test_the_mean_is_over_classes_that_are_there():
    truth = [objects([A, B], [0, 2]), objects([C], [0])]
    found = [objects([A, B, C], [0, 1, 7], [0.9, 0.9, 0.9]), objects([C, A], [0, 0], [0.8, 0.95])]
    # class 0: right 0.9 and 0.8, wrong 0.95, so precision 1/2 and 2/3 at recall 1/2 and 1: (2/3 + 2/3) / 2; class 2: none found
    assert mean_average_precision(found, truth) == pytest.approx((2 / 3 + 0) / 2)
    assert mean_average_precision(truth, truth) == 1
    assert math.isnan(mean_average_precision([objects([])], [objects([])]))


def test_an_object_of_one_image_is_not_found_in_another():
    assert mean_average_precision([objects([]), objects([A])], [objects([A]), objects([])]) == 0


def test_mistakes_are_named():
    with pytest.raises(ValueError, match="detections for each of 2 images, got 1"):
        mean_average_precision([objects([A])], [objects([A])] * 2)
    with pytest.raises(ValueError, match=r"boxes \(N, 4\), labels \(N,\) and scores \(N,\), got \(1, 4\), \(2,\), \(1,\)"):
        Detections(torch.zeros(1, 4), torch.zeros(2), torch.zeros(1))
