"""Boxes around objects: how far two agree, and which of many to keep. A box is (left, top, right, bottom) in pixels."""

import torch
from torch import Tensor


def box_areas(boxes: Tensor) -> Tensor:
    """Return the area of each box, (..., 4) → (...), in square pixels; 0 for a box whose sides are the wrong way round.

    >>> box_areas(torch.tensor([[0.0, 0.0, 2.0, 3.0], [5.0, 5.0, 1.0, 9.0]]))
    tensor([6., 0.])
    """
    return (boxes[..., 2:] - boxes[..., :2]).clamp(min=0).prod(dim=-1)


def _overlap_and_union(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    corners = torch.cat([torch.maximum(a[..., :2], b[..., :2]), torch.minimum(a[..., 2:], b[..., 2:])], dim=-1)
    overlap = box_areas(corners)
    return overlap, box_areas(a) + box_areas(b) - overlap


def box_iou(a: Tensor, b: Tensor) -> Tensor:
    """Return the intersection over union of each pair of boxes: 1 for the same box, 0 for boxes that do not meet.

    Args:
        a: (N, 4).
        b: (M, 4).

    Returns:
        (N, M); 0 where both boxes are empty.

    Raises:
        ValueError: if a last size is not 4.

    Source: Everingham et al. 2010, "The Pascal Visual Object Classes Challenge", section 4.2.

    >>> box_iou(torch.tensor([[0.0, 0.0, 2.0, 2.0]]), torch.tensor([[1.0, 0.0, 3.0, 2.0], [5.0, 5.0, 6.0, 6.0]]))
    tensor([[0.3333, 0.0000]])
    """
    if a.shape[-1:] != (4,) or b.shape[-1:] != (4,):
        raise ValueError(f"expected boxes of shape (N, 4) and (M, 4), got {tuple(a.shape)} and {tuple(b.shape)}")
    overlap, union = _overlap_and_union(a[:, None], b[None, :])
    return torch.where(union > 0, overlap / union, 0.0)


def generalised_iou(a: Tensor, b: Tensor) -> Tensor:
    r"""Return each pair's generalised IoU, which also says how far apart boxes are that do not meet.

    .. math:: \mathrm{IoU} - \frac{|\text{hull}| - |\text{union}|}{|\text{hull}|}

    Args:
        a, b: (..., 4), compared one to one.

    Returns:
        (...), from −1 to 1.

    Source: Rezatofighi et al. 2019, algorithm 1.

    >>> generalised_iou(torch.tensor([0.0, 0.0, 1.0, 1.0]), torch.tensor([3.0, 0.0, 4.0, 1.0]))
    tensor(-0.5000)
    """
    overlap, union = _overlap_and_union(a, b)
    hull = torch.cat([torch.minimum(a[..., :2], b[..., :2]), torch.maximum(a[..., 2:], b[..., 2:])], dim=-1)
    area = box_areas(hull).clamp(min=1e-9)
    return overlap / union.clamp(min=1e-9) - (area - union) / area


def non_maximum_suppression(boxes: Tensor, scores: Tensor, threshold: float = 0.5) -> Tensor:
    """Return which boxes to keep: from the best down, each that does not overlap a kept one too much.

    Args:
        boxes: (N, 4).
        scores: (N,), higher is better; of two equal scores the earlier comes first.
        threshold: a box goes if its IoU with a kept one is above this, 0 to 1.

    Returns:
        indices into the boxes, best first.

    Raises:
        ValueError: if the sizes differ or the threshold is out of range.

    Source: Girshick et al. 2014, section 2.2.

    >>> boxes = torch.tensor([[0.0, 0.0, 4.0, 4.0], [0.0, 0.0, 4.0, 5.0], [9.0, 9.0, 12.0, 12.0]])
    >>> non_maximum_suppression(boxes, torch.tensor([0.6, 0.9, 0.3]))
    tensor([1, 2])
    """
    if len(boxes) != len(scores) or not 0 <= threshold <= 1:
        raise ValueError(f"expected one score a box and a threshold from 0 to 1, got {len(boxes)}, {len(scores)} and {threshold}")
    order = scores.argsort(descending=True, stable=True)
    overlaps = box_iou(boxes[order], boxes[order]) > threshold
    kept = torch.ones(len(order), dtype=torch.bool, device=boxes.device)
    for best in range(len(order)):
        if kept[best]:
            kept[best + 1 :] &= ~overlaps[best, best + 1 :]
    return order[kept]
