"""Which parts of an image a vision transformer looks at: its patches' attention over the picture."""

from typing import Any

import numpy as np
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from bigmodel_edu.language import _
from bigmodel_edu.viz.arrays import Array, to_numpy
from bigmodel_edu.viz.colours import LINES, weight_colours
from bigmodel_edu.viz.fonts import use_fonts

STRONGEST_OPACITY = 0.85


def patch_attention(
    image: Any, weights: Any, *, query: int | None = None, class_tokens: int = 0, grid: tuple[int, int] | None = None,
    title: str | None = None, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Lay one token's attention over the image: bright where it looks, dark where it does not.

    Args:
        image: (height, width) or (height, width, 3), from 0 to 1 or 0 to 255.
        weights: (S,), the row of the token that looks, class tokens first.
        query: the patch that looks, from 0, framed; None for the class token.
        class_tokens: how many entries of weights stand before the patches.
        grid: rows and columns of patches; a square when None.
        title: a one-line takeaway.
        ax: where to draw; a new figure when None.

    Returns:
        The axes, whose x label says how much of the weight falls on patches.

    Raises:
        ValueError: if the weights do not fill the grid.

    >>> ax = patch_attention(np.zeros((8, 8)), [0.2, 0.5, 0.1, 0.1, 0.1], class_tokens=1)
    >>> ax.get_xlabel()
    '80 % of the weight lies on patches; strongest 0.500'
    """
    picture, row = to_numpy(image), to_numpy(weights).astype(float)
    patches = row[class_tokens:]
    rows, columns = grid or _square(patches.size)
    if row.ndim != 1 or rows * columns != patches.size:
        expected = "expected {count} weights for {rows} × {columns} patches after {classes} class tokens, got shape {shape}"
        raise ValueError(expected.format(count=rows * columns, rows=rows, columns=columns, classes=class_tokens, shape=row.shape))
    height, width = picture.shape[:2]
    ax = ax if ax is not None else pyplot.subplots(figsize=(5, 5.3), layout="constrained")[1]
    extent = (0, width, height, 0)
    ax.imshow(_grey(picture), cmap="gray", vmin=0, vmax=1, extent=extent)
    strength = np.sqrt(patches / max(float(patches.max()), 1e-12)).reshape(rows, columns)
    colours = weight_colours()[::-1][(255 * strength).round().astype(int)] / 255
    ax.imshow(colours, alpha=STRONGEST_OPACITY - 0.6 * strength, extent=extent, interpolation="nearest")
    if query is not None:
        corner = (query % columns * width / columns, query // columns * height / rows)
        ax.add_patch(Rectangle(corner, width / columns, height / rows, fill=False, edgecolor=LINES[1], linewidth=2.5))
    label = _("{share:.0f} % of the weight lies on patches; strongest {most:.3f}")
    ax.set(xticks=[], yticks=[], xlim=(0, width), ylim=(height, 0), title=title or "")
    ax.set_xlabel(label.format(share=100 * patches.sum() / max(float(row.sum()), 1e-12), most=patches.max()))
    use_fonts([ax.title])
    return ax


def _square(count: int) -> tuple[int, int]:
    side = round(count**0.5)
    return side, side


def _grey(picture: Array) -> Array:
    """Brightness from 0 to 1: colour is kept for the attention."""
    values = picture.astype(float) / (255 if picture.max(initial=0) > 1 else 1)
    return values if values.ndim == 2 else values[..., :3] @ np.array([0.2126, 0.7152, 0.0722])
