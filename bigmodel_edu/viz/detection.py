"""What a detector found in an image, beside what is there."""

from collections.abc import Sequence
from typing import Any

from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from bigmodel_edu.viz.arrays import Array, to_numpy
from bigmodel_edu.viz.colours import LINES
from bigmodel_edu.viz.fonts import use_fonts

FOUND, THERE = LINES[1], LINES[4]


def detection_boxes(
    image: Any, boxes: Any, labels: Sequence[str], scores: Any = None, *, truth: Any = None, truth_labels: Sequence[str] | None = None,
    title: str | None = None, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Frame what was found, with its class and score; what is really there is framed with dashes.

    Args:
        image: (height, width) or (height, width, 3).
        boxes: (N, 4): left, top, right, bottom, in pixels.
        labels: N names of classes.
        scores: (N,) from 0 to 1.
        truth: (M, 4) boxes of what is there.
        truth_labels: M names of classes.
        title: a one-line takeaway.
        ax: where to draw; a new figure when None.

    Raises:
        ValueError: if boxes are not (N, 4) with left < right and top < bottom, or there is not one label for each.

    >>> ax = detection_boxes([[0.0, 1.0], [1.0, 0.0]], [[0, 0, 1, 1]], ["cat"], [0.9])
    >>> ax.texts[0].get_text()
    'cat 0.90'
    """
    found = _checked(boxes, labels, "boxes")
    names = list(labels) if scores is None else [f"{label} {score:.2f}" for label, score in zip(labels, to_numpy(scores), strict=True)]
    ax = ax if ax is not None else pyplot.subplots(figsize=(6, 6), layout="constrained")[1]
    picture = to_numpy(image)
    height, width = picture.shape[:2]
    ax.imshow(picture, cmap="gray", extent=(0, width, height, 0))
    if truth is not None:
        there = to_numpy(truth)
        _draw(ax, _checked(truth, truth_labels or [""] * len(there), "truth"), truth_labels or [""] * len(there), THERE, "--", below=True)
    _draw(ax, found, names, FOUND, "-", below=False)
    ax.set(xticks=[], yticks=[], title=title or "")
    use_fonts([ax.title])
    use_fonts(ax.texts, plain=True)
    return ax


def _checked(boxes: Any, labels: Sequence[str], name: str) -> Array:
    array = to_numpy(boxes).astype(float).reshape(-1, 4) if len(boxes) == 0 else to_numpy(boxes).astype(float)
    right = array.ndim == 2 and array.shape[1] == 4 and bool((array[:, :2] < array[:, 2:]).all())
    if not right or len(labels) != len(array):
        expected = "expected {name} (N, 4) as left, top, right, bottom and one label for each, got shape {shape} and {count} labels"
        raise ValueError(expected.format(name=name, shape=array.shape, count=len(labels)))
    return array


def _draw(ax: Axes, boxes: Array, names: Sequence[str], colour: str, dash: str, *, below: bool) -> None:
    """Frames with a white edge, so that they are seen on any image."""
    for (left, top, right, bottom), name in zip(boxes, names, strict=True):
        for edge, line in (("white", 4.0), (colour, 2.2)):
            ax.add_patch(Rectangle((left, top), right - left, bottom - top, fill=False, edgecolor=edge, linewidth=line, linestyle=dash))
        if name:
            paper = {"facecolor": "white", "edgecolor": colour, "boxstyle": "square,pad=0.2", "alpha": 0.9}
            place = {"va": "top", "y": bottom} if below else {"va": "bottom", "y": top}
            ax.text(x=left, s=name, fontsize=9, color="black", bbox=paper, **place)
