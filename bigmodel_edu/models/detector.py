"""A box detector without anchors: every place of a coarse grid says what is there and how far the object's sides are."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bigmodel_edu.models.average_precision import Detections
from bigmodel_edu.models.boxes import box_areas, generalised_iou, non_maximum_suppression
from bigmodel_edu.models.cnn import convolution_stage
from bigmodel_edu.models.configuration import require_positive


@dataclass(frozen=True, kw_only=True)
class DetectorConfig:
    """The sizes of a detector.

    Attributes:
        channels: 1 for grey, 3 for colour.
        classes: number of classes.
        widths: features of each stage; every stage halves height and width, so a grid place covers 2^stages pixels a side.

    >>> DetectorConfig(channels=1, classes=10, widths=(16, 32, 64)).stride
    8
    """

    channels: int
    classes: int
    widths: tuple[int, ...] = (32, 64, 128)

    def __post_init__(self) -> None:
        require_positive(self, "channels", "classes")
        if not self.widths or min(self.widths) < 1:
            raise ValueError(f"expected widths of one or more stages, each 1 or more, got {self.widths}")

    @property
    def stride(self) -> int:
        """Pixels a side that one grid place stands for."""
        return 1 << len(self.widths)


@dataclass(frozen=True)
class GridTargets:
    """What each place of the grid should say.

    Attributes:
        labels: (B, places) integers, −1 where there is no object.
        boxes: (B, places, 4), the object's box.
    """

    labels: Tensor
    boxes: Tensor

    def to(self, device: torch.device | str) -> "GridTargets":
        """Return the same targets on another device."""
        return GridTargets(self.labels.to(device), self.boxes.to(device))


class Detector(nn.Module):
    """Finds objects in an image.

    Shape:
        (B, channels, height, width) → class scores (B, places, classes) and boxes (B, places, 4) in pixels, where places =
        (height / stride) · (width / stride).

    Source: Tian et al. 2019, "FCOS", sections 3.1 and 3.2, at one scale; Lin et al. 2017 for the focal loss.

    >>> model = Detector(DetectorConfig(channels=1, classes=10, widths=(4, 8, 8)))
    >>> scores, boxes = model(torch.zeros(2, 1, 64, 48))
    >>> scores.shape, boxes.shape
    (torch.Size([2, 48, 10]), torch.Size([2, 48, 4]))
    """

    def __init__(self, config: DetectorConfig) -> None:
        super().__init__()
        self.config = config
        inputs = (config.channels, *config.widths[:-1])
        width = config.widths[-1]
        self.stages = nn.Sequential(*(convolution_stage(a, b) for a, b in zip(inputs, config.widths, strict=True)))
        self.look_around = nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.ReLU(), nn.Conv2d(width, width, 3, padding=1), nn.ReLU())
        self.classes = nn.Conv2d(width, config.classes, 1)
        self.sides = nn.Conv2d(width, 4, 1)
        assert self.classes.bias is not None
        nn.init.constant_(self.classes.bias, -4.6)  # p = 0.01: nearly every place is empty (Lin et al. 2017, section 4.1)

    def centres(self, height: int, width: int, device: torch.device | str = "cpu") -> Tensor:
        """Return the middle of each grid place of an image, (places, 2), x and y in pixels."""
        stride = self.config.stride
        y, x = torch.meshgrid(torch.arange(height // stride, device=device), torch.arange(width // stride, device=device), indexing="ij")
        return (torch.stack([x, y], dim=-1).flatten(0, 1) + 0.5) * stride

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Return for each place the scores (logits) of each class, and a box.

        Raises:
            ValueError: if the images have other channels or are not a whole number of grid places.
        """
        stride = self.config.stride
        if images.dim() != 4 or images.shape[1] != self.config.channels or images.shape[2] % stride or images.shape[3] % stride:
            wanted = f"(batch, {self.config.channels}, height, width) with sides that are multiples of {stride}"
            raise ValueError(f"expected images of shape {wanted}, got {tuple(images.shape)}")
        x = self.stages(images)
        x = x + self.look_around(x)
        scores = self.classes(x).flatten(2).transpose(1, 2)  # (B, places, classes)
        distances = self.sides(x).flatten(2).transpose(1, 2).clamp(max=6).exp() * stride  # left, top, right, bottom: all positive
        centres = self.centres(images.shape[2], images.shape[3], images.device)
        return scores, torch.cat([centres - distances[..., :2], centres + distances[..., 2:]], dim=-1)

    def assign(self, truth: list[Detections], height: int, width: int) -> GridTargets:
        """Give each object to the grid places near its middle: within one stride of it, and inside its box; small objects win.

        Args:
            truth: what is in each image.
            height, width: of the images, in pixels.
        """
        centres = self.centres(height, width)
        labels = torch.full((len(truth), len(centres)), -1)
        boxes = torch.zeros(len(truth), len(centres), 4)
        for image, objects in enumerate(truth):
            for index in box_areas(objects.boxes).argsort(descending=True).tolist():
                box = objects.boxes[index]
                middle = (box[:2] + box[2:]) / 2
                near = ((centres - middle).abs() <= self.config.stride).all(dim=1)
                here = near & (centres > box[:2]).all(dim=1) & (centres < box[2:]).all(dim=1)
                if not here.any():  # smaller than a grid place: the nearest one takes it
                    here = (centres - middle).square().sum(dim=1).argmin() == torch.arange(len(centres))
                labels[image, here] = objects.labels[index]
                boxes[image, here] = box
        return GridTargets(labels, boxes)

    def loss(self, images: Tensor, targets: GridTargets) -> Tensor:
        """Return the focal loss of the classes plus 1 − generalised IoU of the boxes, a mean over places with an object.

        Args:
            images: (B, channels, height, width).
            targets: from :meth:`assign`, on the same device.
        """
        scores, boxes = self(images)
        occupied = targets.labels >= 0
        wanted = torch.zeros_like(scores)
        wanted[occupied] = F.one_hot(targets.labels[occupied], self.config.classes).to(scores)
        count = occupied.sum().clamp(min=1)
        overlap = generalised_iou(boxes[occupied], targets.boxes[occupied])
        return (focal_loss(scores, wanted).sum() + (1 - overlap).sum()) / count

    @torch.no_grad()
    def detect(self, images: Tensor, *, least: float = 0.3, overlap: float = 0.5) -> list[Detections]:
        """Return what is in each image, surest first.

        Args:
            images: (B, channels, height, width); the model should be in evaluation mode.
            least: probability from which a place counts.
            overlap: IoU above which two boxes of a class are one object.
        """
        scores, boxes = self(images)
        found = []
        for probabilities, places in zip(scores.sigmoid(), boxes, strict=True):
            best, labels = probabilities.max(dim=1)
            sure = best >= least
            found.append(_without_doubles(Detections(places[sure], labels[sure], best[sure]), overlap))
        return found


def _without_doubles(found: Detections, overlap: float) -> Detections:
    """Suppress overlapping boxes within each class: far apart coordinates keep classes from meeting."""
    if not len(found.labels):
        return found
    span = float(found.boxes.max() - found.boxes.min()) + 1
    kept = non_maximum_suppression(found.boxes + found.labels[:, None] * span, found.scores, overlap)
    return Detections(found.boxes[kept], found.labels[kept], found.scores[kept])


def focal_loss(scores: Tensor, wanted: Tensor, *, focus: float = 2.0, balance: float = 0.25) -> Tensor:
    r"""Return binary cross-entropy that easy cases hardly count in.

    .. math:: -\alpha_t (1 - p_t)^\gamma \ln p_t

    Args:
        scores: logits, any shape.
        wanted: 0 or 1, the same shape.
        focus: γ; 0 gives weighted cross-entropy.
        balance: α for ones, 1 − α for zeros.

    Returns:
        the loss of each score.

    Source: Lin et al. 2017, "Focal Loss for Dense Object Detection", equation 5.

    >>> focal_loss(torch.tensor([0.0]), torch.tensor([1.0]), focus=0, balance=1.0)  # ln 2
    tensor([0.6931])
    """
    cross_entropy = F.binary_cross_entropy_with_logits(scores, wanted, reduction="none")
    probability = scores.sigmoid()
    missed = wanted * (1 - probability) + (1 - wanted) * probability  # 1 − p of what is right
    return (wanted * balance + (1 - wanted) * (1 - balance)) * missed**focus * cross_entropy
