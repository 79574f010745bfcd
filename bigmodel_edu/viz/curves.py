"""Training curves: one line a run, or the middle of several runs with a band."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import pyplot
from matplotlib.axes import Axes

from bigmodel_edu.language import _
from bigmodel_edu.viz.arrays import to_numpy
from bigmodel_edu.viz.colours import LINE_STYLES, LINES
from bigmodel_edu.viz.fonts import use_fonts


def loss_curves(
    losses: Mapping[str, Any],
    *,
    steps: Sequence[float] | Mapping[str, Sequence[float]] | None = None,
    band: tuple[float, float] = (10, 90),
    logarithmic: bool = False,
    reference: Mapping[str, float] | None = None,
    ylabel: str | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how losses fall.

    Args:
        losses: name → (steps,) for one run, or (runs, steps) for several with different seeds: their median, with a band between two
            percentiles. Loss in nats unless ylabel says otherwise.
        steps: the step of each point, for all curves or by name; 1, 2, 3, … when None.
        band: the two percentiles of the band, 0 to 100.
        logarithmic: both axes by powers of ten, as scaling laws are drawn.
        reference: name → a level to compare with, drawn as a thin line, for example ``{"guessing": log(V)}``.
        ylabel: what is measured, with its unit.
        title: a one-line takeaway.
        ax: where to draw; a new figure when None.

    Raises:
        ValueError: if a curve is not (steps,) or (runs, steps), or its steps do not fit.

    >>> ax = loss_curves({"training": [4.1, 3.2, 2.9], "validation": [4.2, 3.4, 3.1]})
    >>> [line.get_label() for line in ax.get_lines()]
    ['training', 'validation']
    """
    if not losses:
        raise ValueError("expected at least one curve, got none")
    ax = ax if ax is not None else pyplot.subplots(figsize=(7, 4), layout="constrained")[1]
    for place, (name, values) in enumerate(losses.items()):
        where = steps[name] if isinstance(steps, Mapping) else steps
        style = {"color": LINES[place % len(LINES)], "linestyle": LINE_STYLES[place % len(LINE_STYLES)]}
        _curve(ax, name, to_numpy(values).astype(float), where, band, style)
    for name, level in (reference or {}).items():
        ax.axhline(level, color="#595959", linewidth=1, linestyle=(0, (1, 2)))
        ax.annotate(name, (1, level), xycoords=("axes fraction", "data"), ha="right", va="bottom", fontsize=9, color="#595959")
    if logarithmic:
        ax.set(xscale="log", yscale="log")
    ax.set(xlabel=_("step"), ylabel=_("loss (nats)") if ylabel is None else ylabel, title=title or "")
    ax.grid(alpha=0.25)
    ax.spines[["top", "right"]].set_visible(False)
    legend = ax.legend(frameon=False)
    use_fonts([ax.title, ax.yaxis.label, *legend.get_texts(), *ax.texts])
    return ax


def _curve(
    ax: Axes, name: str, values: np.ndarray, steps: Sequence[float] | None, band: tuple[float, float], style: dict[str, Any]
) -> None:
    """One line; several runs give their median and a band, which a note in the label says."""
    if values.ndim not in (1, 2) or values.shape[-1] == 0:
        raise ValueError(f"expected curve {name!r} to be (steps,) or (runs, steps), got {values.shape}")
    where = np.arange(1, values.shape[-1] + 1) if steps is None else to_numpy(steps)
    if where.shape != values.shape[-1:]:
        expected = "expected {count} steps for curve {name!r}, got {found}"
        raise ValueError(expected.format(count=values.shape[-1], name=name, found=where.size))
    if values.ndim == 2 and len(values) > 1:
        low, middle, high = np.nanpercentile(values, [band[0], 50, band[1]], axis=0)
        ax.fill_between(where, low, high, color=style["color"], alpha=0.2, linewidth=0)
        note = _("{name} (median of {runs} runs; band: {low:g} to {high:g} %)")
        ax.plot(where, middle, label=note.format(name=name, runs=len(values), low=band[0], high=band[1]), **style)
    else:
        ax.plot(where, values.reshape(-1), label=name, **style)
