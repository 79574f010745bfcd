"""Figures of a model's size: how models grew, where the weights are, what training keeps in memory."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from bigmodel_edu.economics.figures.style import COLOURS, HATCHES, MARKERS, finish, plain_axis
from bigmodel_edu.economics.sizes import TrainingMemory, parameter_table, parameters
from bigmodel_edu.facts import Architecture
from bigmodel_edu.language import _


def _year(date: str) -> float:
    """Turn 2024, 2024-10 or 2024-10-02 into a point on an axis of years."""
    parts = [int(part) for part in date.split("-")]
    month = parts[1] if len(parts) > 1 else 7
    day = parts[2] if len(parts) > 2 else 1
    return parts[0] + (month - 1) / 12 + (day - 1) / 365


def draw_parameters(axes: Axes, models: Sequence[Architecture], *, labels: Sequence[str] = ()) -> Axes:
    """Draw published models by day and number of weights.

    Args:
        axes: to draw on.
        models: each with its date.
        labels: names of those that get a label; by default the largest of each day.
    """
    largest: dict[str, Architecture] = {}
    for model in sorted(models, key=parameters):
        largest[model.published] = model
    named = labels or [model.name for model in largest.values()]
    families = {"BERT": "BERT", "GPT": "GPT", "LLaMA": "Llama", "Llama": "Llama"}
    drawn: dict[str, int] = {}
    for model in models:
        family = families.get(model.title.split()[0].split("-")[0], _("others"))
        kind = drawn.setdefault(family, len(drawn))
        when, size = _year(model.published), parameters(model)
        label = family if family not in [line.get_label() for line in axes.get_lines()] else None
        axes.plot(when, size, MARKERS[kind], color=COLOURS[kind], label=label, markersize=6, linestyle="none")
        if model.name in named:
            axes.annotate(model.title, (when, size), textcoords="offset points", xytext=(6, 3), fontsize="small")
    axes.set_yscale("log")
    axes.margins(x=0.14)
    axes.legend(frameon=False, loc="upper left")
    sizes = [parameters(model) for model in models]
    years = [_year(model.published) for model in models]
    title = _("Published models grew {times:,.0f} times in {years:.0f} years").format(
        times=max(sizes) / min(sizes), years=years[int(np.argmax(sizes))] - years[int(np.argmin(sizes))]
    )
    plain_axis(axes, y=True)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    return finish(axes, title=title, x=_("year of publication"), y=_("weights"))


def draw_sizes(axes: Axes, models: Sequence[Architecture]) -> Axes:
    """Draw where the weights of models are, as shares: embedding and output, attention, feed-forward, the rest."""
    parts = {
        _("embedding and output"): ("embedding", "output"),
        _("attention"): ("attention",),
        _("feed-forward"): ("feed_forward",),
        _("positions, norms, pooler"): ("positions", "norms", "pooler"),
    }
    tables = [parameter_table(model) for model in models]
    left = np.zeros(len(models))
    for place, (label, keys) in enumerate(parts.items()):
        share = np.array([sum(table[key] for key in keys) / sum(table.values()) for table in tables]) * 100
        axes.barh(range(len(models)), share, left=left, color=COLOURS[place], hatch=HATCHES[place], edgecolor="white", label=label)
        left += share
    axes.set_yticks(range(len(models)), [model.title for model in models])
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.45, -0.18), ncols=2, fontsize="small")
    small, large = min(models, key=parameters), max(models, key=parameters)
    first, last = (100 * parameter_table(model)["embedding"] / parameters(model) for model in (small, large))
    title = _("The embedding takes {first:.0f} % of {small}, {last:.1g} % of {large}").format(
        first=first, last=last, small=small.title, large=large.title
    )
    return finish(axes, title=title, x=_("share of the weights (%)"), y="")


def draw_memory(axes: Axes, memories: Mapping[str, TrainingMemory], *, limit: float | None = None) -> Axes:
    """Draw what training keeps on one card, for several settings.

    Args:
        axes: to draw on.
        memories: by the name of the setting.
        limit: bytes that the card has.
    """
    left = np.zeros(len(memories))
    names = {"weights": _("weights"), "gradients": _("gradients"), "optimiser": _("optimiser"), "activations": _("activations")}
    for place, (field, label) in enumerate(names.items()):
        size = np.array([getattr(memory, field) for memory in memories.values()]) / 1e9
        axes.barh(range(len(memories)), size, left=left, color=COLOURS[place], hatch=HATCHES[place], edgecolor="white", label=label)
        left += size
    if limit is not None:
        axes.axvline(limit / 1e9, color="black", linestyle=":")
        text = _("one card: {size:g} GB").format(size=limit / 1e9)
        axes.annotate(
            text, (limit / 1e9, 1.0), xycoords=("data", "axes fraction"), xytext=(4, -10), textcoords="offset points", fontsize="small"
        )
    axes.set_yticks(range(len(memories)), list(memories))
    axes.invert_yaxis()
    axes.legend(frameon=False, fontsize="small", loc="lower right")
    least = min(memories, key=lambda name: memories[name].total)
    title = _("Training takes least memory on a card with {setting}: {size:.3g} GB").format(setting=least, size=memories[least].total / 1e9)
    return finish(axes, title=title, x=_("memory on one card (GB)"), y="")
