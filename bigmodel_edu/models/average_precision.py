"""How good a detector is: precision at every recall, averaged."""

from dataclasses import dataclass

import torch
from torch import Tensor

from bigmodel_edu.models.boxes import box_iou


@dataclass(frozen=True)
class Detections:
    """Objects in one image: what was found, or, with scores of 1, what is there.

    Attributes:
        boxes: (N, 4), left, top, right, bottom in pixels.
        labels: (N,) integers.
        scores: (N,), how sure; higher is surer.

    Raises:
        ValueError: if the sizes differ.
    """

    boxes: Tensor
    labels: Tensor
    scores: Tensor

    def __post_init__(self) -> None:
        if self.boxes.shape != (len(self.labels), 4) or self.scores.shape != self.labels.shape:
            shapes = f"{tuple(self.boxes.shape)}, {tuple(self.labels.shape)}, {tuple(self.scores.shape)}"
            raise ValueError(f"expected boxes (N, 4), labels (N,) and scores (N,), got {shapes}")


def match_detections(found: Detections, truth: Detections, threshold: float) -> Tensor:
    """Say which found objects are right: from the surest down, each takes the true object that it overlaps most, if that is still free.

    Args:
        found, truth: objects of one class in one image.
        threshold: IoU from which two boxes are the same object.

    Returns:
        (N found,) bool.

    Source: Everingham et al. 2010, section 4.2: a second detection of the same object is wrong.
    """
    right = torch.zeros(len(found.labels), dtype=torch.bool)
    if len(truth.labels) == 0:
        return right
    overlaps = box_iou(found.boxes, truth.boxes)
    taken: set[int] = set()
    for index in found.scores.argsort(descending=True, stable=True).tolist():
        best = int(overlaps[index].argmax())
        if float(overlaps[index, best]) >= threshold and best not in taken:
            right[index] = True
            taken.add(best)
    return right


def average_precision(right: Tensor, scores: Tensor, objects: int) -> float:
    r"""Return the area under the precision–recall curve, with precision made to fall: at each recall the best that is still to come.

    .. math:: \mathrm{AP} = \sum_n (R_n - R_{n-1}) \max_{m \ge n} P_m

    Args:
        right: (N,) bool, which detections are right, over all images.
        scores: (N,), how sure.
        objects: how many there are to find.

    Returns:
        0 to 1; NaN if there is nothing to find.

    Source: the Pascal VOC development kit 2010 (all points).

    >>> average_precision(torch.tensor([True, False, True]), torch.tensor([0.9, 0.8, 0.7]), objects=2)
    0.8333333333333333
    """
    if objects == 0:
        return float("nan")
    hits = right[scores.argsort(descending=True, stable=True)].double()
    precision = hits.cumsum(0) / torch.arange(1, len(hits) + 1, dtype=torch.float64)
    envelope = precision.flip(0).cummax(0).values.flip(0) if len(hits) else precision
    return float((hits * envelope).sum() / objects)


def _of_class(detections: Detections, label: int) -> Detections:
    chosen = detections.labels == label
    return Detections(detections.boxes[chosen], detections.labels[chosen], detections.scores[chosen])


def mean_average_precision(found: list[Detections], truth: list[Detections], threshold: float = 0.5) -> float:
    """Return the mean over classes of the average precision over all images.

    Args:
        found: for each image, what the detector found.
        truth: for each image, what is there.
        threshold: IoU from which two boxes are the same object.

    Returns:
        0 to 1; NaN if there is nothing to find at all. Classes with nothing to find are left out.

    Raises:
        ValueError: if the two lists differ in length.

    Source: Everingham et al. 2010; Lin et al. 2014 average this over thresholds 0.50, 0.55 … 0.95.

    >>> one = Detections(torch.tensor([[0.0, 0.0, 4.0, 4.0]]), torch.tensor([2]), torch.tensor([1.0]))
    >>> mean_average_precision([one], [one])
    1.0
    """
    if len(found) != len(truth):
        raise ValueError(f"expected detections for each of {len(truth)} images, got {len(found)}")
    precisions = []
    for label in sorted({int(label) for image in truth for label in image.labels}):
        pairs = [(_of_class(a, label), _of_class(b, label)) for a, b in zip(found, truth, strict=True)]
        right = torch.cat([match_detections(a, b, threshold) for a, b in pairs])
        scores = torch.cat([a.scores for a, _ in pairs])
        precisions.append(average_precision(right, scores, sum(len(b.labels) for _, b in pairs)))
    return sum(precisions) / len(precisions) if precisions else float("nan")
