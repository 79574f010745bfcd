"""Where optimisers walk: their paths over the contours of a loss with two parameters."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm, Normalize

from bigmodel_edu.language import _
from bigmodel_edu.viz.arrays import Array, to_numpy
from bigmodel_edu.viz.colours import LINES
from bigmodel_edu.viz.fonts import use_fonts

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
MARGIN = 0.15  # of the paths' extent, on each side
POINTS = 121  # along each side of the surface


def optimiser_paths(
    loss: Callable[[Array, Array], Any],
    paths: Mapping[str, Any],
    *,
    limits: tuple[tuple[float, float], tuple[float, float]] | None = None,
    names: tuple[str, str] | None = None,
    logarithmic: bool = False,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the loss as contours and each optimiser's steps upon it.

    Args:
        loss: two (R, C) arrays of parameters → (R, C) losses.
        paths: name → (steps + 1, 2) parameters, from the start to the end.
        limits: ((low, high), (low, high)) of the two parameters; around the paths when None.
        names: of the two parameters, for the axes.
        logarithmic: contours by equal factors of the loss, which must be positive.
        title: a one-line takeaway.
        ax: where to draw; a new figure when None.

    Raises:
        ValueError: if a path is not (steps + 1, 2).

    >>> ax = optimiser_paths(lambda x, y: x**2 + 9 * y**2, {"SGD": [[3.0, 1.0], [1.0, 0.2], [0.3, 0.0]]})
    >>> ax.get_legend().get_texts()[0].get_text()
    'SGD: 2 steps, loss 0.09'
    """
    walked = {name: to_numpy(path).astype(float) for name, path in paths.items()}
    for name, path in walked.items():
        if path.ndim != 2 or path.shape[1] != 2 or len(path) == 0:
            raise ValueError(f"expected path {name!r} to be (steps + 1, 2), got {path.shape}")
    (left, right), (low, high) = limits or _around(np.concatenate(list(walked.values())))
    across, up = np.meshgrid(np.linspace(left, right, POINTS), np.linspace(low, high, POINTS))
    surface = to_numpy(loss(across, up)).astype(float)
    ax = ax if ax is not None else pyplot.subplots(figsize=(7, 5), layout="constrained")[1]
    _draw_surface(ax, across, up, surface, logarithmic)
    for place, (name, path) in enumerate(walked.items()):
        end = float(to_numpy(loss(path[-1:, 0], path[-1:, 1]))[0])
        label = _("{name}: {steps} steps, loss {loss:.3g}").format(name=name, steps=len(path) - 1, loss=end)
        look: dict[str, Any] = {"color": LINES[1:][place % 7], "marker": MARKERS[place % len(MARKERS)]}
        look |= {"markersize": 4.5, "markeredgecolor": "white", "markeredgewidth": 0.5, "markevery": max(1, len(path) // 12)}
        ax.plot(*path.T, label=label, linewidth=1.6, **look)
    first = next(iter(walked.values()))[0]
    ax.plot(*first, marker="x", color="black", markersize=9, markeredgewidth=2, linestyle="", zorder=5)
    ax.annotate(_("start"), first, textcoords="offset points", xytext=(7, 7))
    axes = names or (_("first parameter"), _("second parameter"))
    ax.set(xlim=(left, right), ylim=(low, high), xlabel=axes[0], ylabel=axes[1], title=title or "")
    legend = ax.legend(loc="best", fontsize=9, framealpha=0.9)
    use_fonts([ax.title, ax.xaxis.label, ax.yaxis.label, *legend.get_texts()])
    return ax


def _around(points: Array) -> tuple[tuple[float, float], tuple[float, float]]:
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.maximum(high - low, 1e-3) * MARGIN
    low, high = low - room, high + room
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def _draw_surface(ax: Axes, across: Array, up: Array, surface: Array, logarithmic: bool) -> None:
    """Grey contours, so that colour is left to the paths."""
    if logarithmic and surface.min() <= 0:
        raise ValueError(f"expected a positive loss for logarithmic contours, got a lowest of {surface.min():.4g}")
    scale: Normalize = LogNorm(surface.min(), surface.max()) if logarithmic else Normalize(surface.min(), surface.max())
    space = np.geomspace if logarithmic else np.linspace
    levels = space(surface.min(), surface.max(), 14)
    if not levels[0] < levels[-1]:
        return
    filled = ax.contourf(across, up, surface, levels=levels, cmap="Greys", norm=scale, alpha=0.55)
    ax.contour(across, up, surface, levels=levels, colors="#767676", linewidths=0.5)
    ax.figure.colorbar(filled, ax=ax, label=_("loss"), format="%.3g")
