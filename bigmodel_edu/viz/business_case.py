"""Two pictures of a business case: how a total comes about, and which assumption moves it most."""

from collections.abc import Mapping

import numpy as np
from matplotlib import pyplot
from matplotlib.axes import Axes

from bigmodel_edu.language import _
from bigmodel_edu.viz.colours import GAIN, LOSS, TOTAL
from bigmodel_edu.viz.fonts import use_fonts


def waterfall(steps: Mapping[str, float], *, unit: str, total: str | None = None, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how gains and costs add up to a total.

    Args:
        steps: name → what it adds (positive) or takes (negative), in order.
        unit: of all numbers, for example "US$ per month".
        total: name of the last bar, the sum.
        title: a one-line takeaway.
        ax: where to draw; a new figure when None.

    Raises:
        ValueError: if there is no step, or one is not finite.

    >>> ax = waterfall({"revenue": 100.0, "compute": -60.0, "people": -25.0}, unit="US$")
    >>> [text.get_text() for text in ax.texts]
    ['+100', '−60', '−25', '15']
    """
    changes = np.array(list(steps.values()), dtype=float)
    if changes.size == 0 or not np.isfinite(changes).all():
        raise ValueError(f"expected at least one step, all finite, got {dict(steps)}")
    ends = changes.cumsum()
    starts = ends - changes
    names = [*steps, total or _("total")]
    ax = ax if ax is not None else pyplot.subplots(figsize=(max(5, 1.1 * len(names)), 4), layout="constrained")[1]
    ax.bar(range(len(changes)), changes, bottom=starts, color=[GAIN if change >= 0 else LOSS for change in changes], width=0.7)
    ax.bar(len(changes), ends[-1], color=TOTAL, width=0.7)
    for place, level in enumerate(ends):
        ax.plot([place - 0.35, place + 1.35], [level, level], color="#595959", linewidth=0.8)
    for place, change in enumerate(changes):
        _write(ax, place, max(starts[place], ends[place]), _signed(change))
    _write(ax, len(changes), max(0.0, ends[-1]), _signed(ends[-1]).lstrip("+"))
    short = max(map(len, names)) < 12
    ax.set_xticks(range(len(names)), names, rotation=0 if short else 30, ha="center" if short else "right")
    ax.axhline(0, color="black", linewidth=0.8)
    low, high = min(0.0, *starts, *ends), max(0.0, *starts, *ends)
    ax.set(ylabel=unit, title=title or "", ylim=(low - 0.05 * (high - low) * (low < 0), high + 0.12 * (high - low) or 1))
    ax.spines[["top", "right"]].set_visible(False)
    use_fonts([ax.title])
    use_fonts([ax.yaxis.label, *ax.get_xticklabels()], plain=True)
    return ax


def tornado(
    outcomes: Mapping[str, tuple[float, float]], *, base: float, unit: str, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw which assumption moves the result most: one bar each, the widest on top.

    Args:
        outcomes: assumption → the result at its low and at its high value, all others unchanged.
        base: the result when nothing is changed.
        unit: of the result, for example "years until break-even".
        title: a one-line takeaway.
        ax: where to draw; a new figure when None.

    Raises:
        ValueError: if there is no assumption, or a result is not finite.

    >>> ax = tornado({"price": (80.0, 130.0), "churn": (110.0, 95.0)}, base=100.0, unit="US$")
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['churn', 'price']
    """
    values = np.array(list(outcomes.values()), dtype=float).reshape(-1, 2)
    if values.size == 0 or not np.isfinite([*values.ravel(), base]).all():
        raise ValueError(f"expected at least one assumption, all results finite, got {dict(outcomes)}")
    order = np.argsort(np.ptp(values, axis=1), kind="stable")
    names = [list(outcomes)[place] for place in order]
    ax = ax if ax is not None else pyplot.subplots(figsize=(7, 1.2 + 0.5 * len(names)), layout="constrained")[1]
    rows = range(len(names))
    ax.barh(rows, values[order, 0] - base, left=base, color=LOSS, height=0.6, label=_("assumption low"))
    ax.barh(rows, values[order, 1] - base, left=base, color=GAIN, height=0.6, hatch="///", edgecolor="white", label=_("assumption high"))
    for row, pair in zip(rows, values[order], strict=True):
        for end, side, align in ((min(*pair, base), -4, "right"), (max(*pair, base), 4, "left")):
            ax.annotate(f"{end:,.3g}", (end, row), xytext=(side, 0), textcoords="offset points", ha=align, va="center", fontsize=9)
    ax.axvline(base, color="black", linewidth=1)
    ax.set_yticks(rows, names)
    ax.margins(x=0.15)
    ax.set(xlabel=unit, title=title or "")
    ax.spines[["top", "right", "left"]].set_visible(False)
    legend = ax.legend(frameon=False, fontsize=9, loc="lower right")
    use_fonts([ax.title, *legend.get_texts()])
    use_fonts([ax.xaxis.label, *ax.get_yticklabels()], plain=True)
    return ax


def _signed(value: float) -> str:
    return f"{value:+,.3g}".replace("-", "−") if abs(value) < 1000 else f"{value:+,.0f}".replace("-", "−")


def _write(ax: Axes, place: float, height: float, text: str) -> None:
    ax.annotate(text, (place, height), xytext=(0, 3), textcoords="offset points", ha="center", va="bottom", fontsize=9)
