"""Figures of scaling laws: a fit to runs, and the best way to spend a budget."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from bigmodel_edu.economics.figures.style import COLOURS, MARKERS, STYLES, finish, plain_axis, plain_log_axis
from bigmodel_edu.economics.scaling import Chinchilla, PowerLaw
from bigmodel_edu.language import _


def draw_power_law(axes: Axes, x: ArrayLike, loss: ArrayLike, law: PowerLaw, *, x_label: str) -> Axes:
    """Draw runs and the law fitted to them, with its floor.

    Args:
        axes: to draw on.
        x, loss: of the runs.
        law: fitted to them.
        x_label: what x is, with its unit.
    """
    sizes = np.asarray(x, dtype=float)
    grid = np.geomspace(sizes.min() / 1.5, sizes.max() * 4, 200)
    axes.plot(sizes, np.asarray(loss, dtype=float), MARKERS[0], color=COLOURS[0], label=_("runs"))
    axes.plot(grid, law.loss(grid), STYLES[0], color=COLOURS[1], label=_("fitted law"))
    if law.floor is not None:
        axes.axhspan(
            law.floor.low,
            law.floor.high,
            color=COLOURS[7],
            alpha=0.25,
            label=_("loss that remains, {share:g} % interval").format(share=law.confidence * 100),
        )
        axes.axhline(law.floor.value, color=COLOURS[7], linestyle=STYLES[1])
    axes.set_xscale("log")
    axes.set_yscale("log")
    plain_log_axis(axes.xaxis)
    plain_log_axis(axes.yaxis)
    axes.legend(frameon=False)
    factor = 2**-law.exponent.value
    title = _("Twice the size leaves {share:.0f} % of the loss that can be lost (exponent {exponent})").format(
        share=factor * 100, exponent=f"{law.exponent.value:.2f}, {law.exponent.low:.2f} – {law.exponent.high:.2f}"
    )
    return finish(axes, title=title, x=x_label, y=_("loss (nats a token)"))


def draw_budget(axes: Axes, flops: float, laws: Mapping[str, Chinchilla]) -> Axes:
    """Draw the predicted loss of one budget over the size that it is spent on, and the best size, for several sets of constants.

    Args:
        axes: to draw on.
        flops: the budget.
        laws: by name.
    """
    best_sizes = []
    for place, (name, law) in enumerate(laws.items()):
        best = law.optimal(flops)
        best_sizes.append(best.parameters)
        sizes = np.geomspace(best.parameters / 12, best.parameters * 12, 200)
        losses = [law.loss(size, flops / 6 / size) for size in sizes]
        label = _("{name}: {size:.0f} G weights, {ratio:.0f} tokens each").format(
            name=name, size=best.parameters / 1e9, ratio=best.tokens_per_parameter
        )
        axes.plot(sizes, losses, STYLES[place % 4], color=COLOURS[place], label=label)
        axes.plot(best.parameters, best.loss, MARKERS[place], color=COLOURS[place])
    axes.set_xscale("log")
    plain_axis(axes, x=True)
    axes.legend(frameon=False, fontsize="small", loc="upper center")
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.35 * (high - low))
    title = _("The best size for one budget differs {times:.1f} times between published constants").format(
        times=max(best_sizes) / min(best_sizes)
    )
    return finish(axes, title=title, x=_("weights"), y=_("predicted loss (nats a token)"))
