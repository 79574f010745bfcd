"""How weights, gradients or activations spread out over training: one histogram per moment, one above the other."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib import pyplot
from matplotlib.axes import Axes

from bigmodel_edu.language import _
from bigmodel_edu.viz.arrays import Array, to_numpy
from bigmodel_edu.viz.colours import weight_colours
from bigmodel_edu.viz.fonts import use_fonts

HEIGHT = 2.2  # of the tallest histogram, in rows
BINS = 120
CUT = 0.1  # percent of the values left out at each end, so that one outlier does not flatten everything


def histograms_over_training(
    snapshots: Mapping[int, Any], *, values: str | None = None, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw one histogram per training step, the first at the top.

    Args:
        snapshots: step → values of any shape: a layer's weights, gradients or activations.
        values: what is counted, with its unit, for the axis.
        title: a one-line takeaway.
        ax: where to draw; a new figure when None.

    Raises:
        ValueError: if there is no snapshot, or one has no finite value.

    >>> ax = histograms_over_training({0: [0.0, 0.1, -0.1], 100: [0.5, -0.4, 0.1]}, values="weight")
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['100', '0']
    """
    if not snapshots:
        raise ValueError("expected at least one snapshot, got none")
    flat = {step: _finite(step, snapshots[step]) for step in sorted(snapshots)}
    ends = np.percentile(np.concatenate(list(flat.values())), [CUT, 100 - CUT])
    low, high = ends if ends[0] < ends[1] else (ends[0] - 0.5, ends[1] + 0.5)
    bins = np.linspace(low, high, BINS + 1)
    heights = {step: np.histogram(numbers, bins)[0] / numbers.size for step, numbers in flat.items()}
    tallest = max(float(height.max()) for height in heights.values())
    ax = ax if ax is not None else pyplot.subplots(figsize=(7, 1.2 + 0.5 * len(flat)), layout="constrained")[1]
    middles = (bins[:-1] + bins[1:]) / 2
    colours = weight_colours(len(flat) + 3)[2:-1] / 255
    for row, (step, height) in enumerate(heights.items()):
        base = len(flat) - 1 - row
        top = base + height / tallest * HEIGHT
        ax.fill_between(middles, base, top, facecolor=colours[row], edgecolor="#08306b", linewidth=0.8, zorder=row)
        ax.axvline(0, color="#767676", linewidth=0.5, zorder=-1)
        ax.text(high, base + 0.08, f"σ {flat[step].std():.3g}", ha="right", va="bottom", fontsize=8, zorder=len(flat) + 1)
    ax.set_yticks(range(len(flat)), [str(step) for step in reversed(flat)])
    ax.set(xlabel=values or _("value"), ylabel=_("training step"), title=title or "", xlim=(low, high))
    ax.spines[["top", "right", "left"]].set_visible(False)
    use_fonts([ax.title, ax.xaxis.label])
    return ax


def _finite(step: int, values: Any) -> Array:
    everything = to_numpy(values).astype(float).ravel()
    numbers: Array = everything[np.isfinite(everything)]
    if numbers.size == 0:
        raise ValueError(f"expected finite values at step {step}, got none")
    return numbers
