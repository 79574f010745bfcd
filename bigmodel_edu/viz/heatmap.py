"""A static picture of one attention matrix, for the page and for print."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, PowerNorm
from matplotlib.patches import Rectangle

from bigmodel_edu.language import _
from bigmodel_edu.viz.arrays import Array, attention_weights, check_tokens, never_looked
from bigmodel_edu.viz.colours import MASKED, readable_on, weight_colours
from bigmodel_edu.viz.fonts import label_tokens, use_fonts
from bigmodel_edu.viz.tokens import readable_tokens

BAR_TICKS = (0, 0.01, 0.05, 0.1, 0.25, 0.5, 1)
MOST_NUMBERS = 100  # cells; more numbers than this cannot be read


def attention_map(
    weights: Any,
    queries: Sequence[str | bytes],
    keys: Sequence[str | bytes] | None = None,
    *,
    head: int | None = None,
    ax: Axes | None = None,
    title: str | None = None,
) -> Axes:
    """Draw who looks at whom: one row per query, one column per key, darker for more weight.

    Colour follows the square root of the weight, so that attention spread over many keys still shows. Pairs that no head looks
    at (a causal or padding mask, found from exact zeros) are grey and hatched. Small matrices show their numbers.

    Args:
        weights: (T, S), or (H, T, S); each row sums to 1.
        queries: T tokens that look.
        keys: S tokens that are looked at; the queries themselves when None.
        head: which head of (H, T, S), from 0; None draws the mean of all heads.
        ax: where to draw; a new figure when None.
        title: a one-line takeaway; which head this is when None.

    Returns:
        The axes.

    Raises:
        ValueError: if weights and tokens do not fit, or there is no such head.

    >>> ax = attention_map([[1.0, 0.0], [0.3, 0.7]], ["I", "think"])
    >>> ax.get_xlabel(), [text.get_text() for text in ax.get_yticklabels()]
    ('looked at (key)', ['I', 'think'])
    """
    layers = attention_weights(weights)
    if len(layers) > 1:
        raise ValueError(f"expected one layer, (T, S) or (H, T, S), got {layers.shape}; choose one: weights[layer]")
    heads, masked = layers[0], never_looked(layers)[0]
    if head is not None and not 0 <= head < len(heads):
        raise ValueError(f"expected head to be from 0 to {len(heads) - 1}, got {head}")
    matrix = heads.mean(axis=0) if head is None else heads[head]
    keys = queries if keys is None else keys
    check_tokens(queries, matrix.shape[0], "queries")
    check_tokens(keys, matrix.shape[1], "keys")
    ax = ax if ax is not None else _new_axes(matrix.shape)
    _draw_cells(ax, matrix, masked)
    rows, columns = readable_tokens(queries), readable_tokens(keys)
    size = float(np.clip(420 / max(len(rows), len(columns)), 4, 11))
    label_tokens(ax, rows, columns, size=size)
    ax.set(xlabel=_("looked at (key)"), ylabel=_("looks (query)"), title=_default_title(len(heads), head) if title is None else title)
    use_fonts([ax.title])
    return ax


def _new_axes(shape: tuple[int, ...]) -> Axes:
    rows, columns = (float(np.clip(0.42 * size, 2.2, 7.5)) for size in shape)
    return pyplot.subplots(figsize=(columns + 2, rows + 1.2), layout="constrained")[1]


def _draw_cells(ax: Axes, matrix: Array, masked: np.ndarray) -> None:
    """Coloured cells, a hatch over what is masked, numbers where they fit, and the colour bar."""
    colours = ListedColormap(weight_colours() / 255)
    rows, columns = matrix.shape
    ax.add_patch(Rectangle((-0.5, -0.5), columns, rows, facecolor=MASKED, edgecolor="white", hatch="///", linewidth=0, zorder=-1))
    scale = PowerNorm(0.5, vmin=0, vmax=1)
    image = ax.imshow(np.ma.array(matrix, mask=masked), cmap=colours, norm=scale, interpolation="nearest", aspect="equal")
    bar = ax.figure.colorbar(image, ax=ax, ticks=BAR_TICKS, shrink=0.85, label=_("weight (√ scale)"))
    bar.ax.set_yticklabels([f"{tick:g}" for tick in BAR_TICKS])
    if matrix.size <= MOST_NUMBERS:
        for row, column in zip(*np.nonzero(~masked), strict=True):
            weight = matrix[row, column]
            ink = readable_on(colours(scale(weight))[:3])
            ax.text(column, row, f"{weight:.2f}", ha="center", va="center", fontsize=8, color=ink)
    ax.tick_params(length=0)


def _default_title(heads: int, head: int | None) -> str:
    if heads == 1:
        return _("Attention weights")
    if head is None:
        return _("Attention weights, mean of {heads} heads").format(heads=heads)
    return _("Attention weights, head {head}").format(head=head)
