"""Figures of a plan: from cost to price, five years, cash by scenario, and which assumption matters."""

from collections.abc import Mapping, Sequence
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from bigmodel_edu.economics.figures.style import COLOURS, HATCHES, STYLES, finish, money_number, plain_axis, short_number
from bigmodel_edu.economics.plan.assumptions import MONEY, allowed, labels
from bigmodel_edu.economics.plan.scenarios import Bar
from bigmodel_edu.economics.plan.statement import Statement
from bigmodel_edu.economics.plan.steps import short
from bigmodel_edu.economics.plan.worked import WorkedPlan
from bigmodel_edu.economics.ranges import Range
from bigmodel_edu.language import _


def draw_price_ladder(axes: Axes, worked: WorkedPlan) -> Axes:
    """Draw the steps from the cost of a million tokens written to its price, beside the market's list prices."""
    names = [_("cost, always busy"), _("cost, with idle time"), _("break-even price"), _("price with margin")]
    values = [worked.step(key).value for key in ("cost-busy", "cost", "break-even-price", "price")]
    colours = [COLOURS[0], COLOURS[0], COLOURS[2], COLOURS[2]]
    for place, offer in enumerate(worked.market):
        names.append(f"{offer.provider}")
        values.append(offer.output)
        colours.append(COLOURS[5] if place == 0 else COLOURS[7])
    bars = axes.barh(range(len(values)), values, color=colours)
    for bar, kind in zip(bars, [0, 0, 1, 1] + [2] * len(worked.market), strict=True):
        bar.set_hatch(HATCHES[kind])
        bar.set_edgecolor("white")
    for place, value in enumerate(values):
        axes.annotate(short(value), (value, place), textcoords="offset points", xytext=(4, 0), va="center", fontsize="small")
    axes.set_yticks(range(len(values)), names)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlim(min(values) / 2, max(values) * 4)
    plain_axis(axes, x=True, money=True)
    price = values[3]
    title = _("This machine must ask {price} {currency} for a million tokens").format(price=short(price), currency=worked.plan.currency)
    if worked.market:
        title += _(": {times} times the cheapest list price").format(times=short(price / min(o.output for o in worked.market)))
    unit = _("a million tokens written ({currency})").format(currency=worked.plan.currency)
    return finish(axes, title=title, x=unit, y="")


def draw_statement(axes: Axes, statement: Statement) -> Axes:
    """Draw revenue and costs of each year, side by side, costs by kind."""
    years = statement.years
    kinds = {"machines": _("machines"), "people": _("people"), "marketing": _("sales"), "payment": _("payment"), "other": _("other")}
    at = np.arange(1, len(years) + 1)
    axes.bar(at - 0.2, [year.revenue for year in years], width=0.38, color=COLOURS[0], label=_("revenue"))
    bottom = np.zeros(len(years))
    for place, (kind, label) in enumerate(kinds.items()):
        cost = np.array([year.costs[kind] for year in years])
        axes.bar(
            at + 0.2,
            cost,
            width=0.38,
            bottom=bottom,
            color=COLOURS[(1, 5, 3, 4, 7)[place]],
            hatch=HATCHES[place],
            edgecolor="white",
            label=label,
        )
        bottom += cost
    axes.set_xticks(at)
    plain_axis(axes, y=True, money=True)
    axes.legend(frameon=False, fontsize="small", ncols=2)
    last = years[-1]
    said = _("profit") if last.profit >= 0 else _("loss")
    title = _("Year five ends with a {kind} of {amount} {currency}").format(
        kind=said, amount=money_number(abs(last.profit)), currency=statement.plan.currency
    )
    return finish(axes, title=title, x=_("year"), y=_("revenue and costs ({currency})").format(currency=statement.plan.currency))


def draw_cash(axes: Axes, statements: Mapping[str, Statement]) -> Axes:
    """Draw cash month by month for several scenarios."""
    shown = {"worst": _("all at their worse end"), "planned": _("as planned"), "best": _("all at their better end")}
    colours = {"worst": COLOURS[1], "planned": COLOURS[0], "best": COLOURS[2]}
    for place, (name, statement) in enumerate(statements.items()):
        months = np.arange(1, len(statement.cash) + 1)
        colour = colours.get(name, COLOURS[place % 8])
        axes.plot(months, statement.cash, STYLES[place % 4], color=colour, label=shown.get(name, name))
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set_xticks(range(0, 61, 12))
    plain_axis(axes, y=True, money=True)
    axes.legend(frameon=False, fontsize="small")
    middle = statements.get("planned") or next(iter(statements.values()))
    if middle.empty_month:
        title = _("As planned, the money is gone in month {month}").format(month=middle.empty_month)
    else:
        title = _("As planned, cash never falls below {amount}").format(amount=money_number(middle.lowest_cash.amount))
    return finish(axes, title=title, x=_("month"), y=_("cash ({currency})").format(currency=middle.plan.currency))


def _end(field: str, value: float) -> str:
    limits: Range = allowed(field)
    if limits.share:
        return f"{value * 100:.3g} %"
    return money_number(value) if field in MONEY else short_number(value)


def draw_tornado(axes: Axes, bars: Sequence[Bar], base: float, currency: str) -> Axes:
    """Draw how far each assumption alone moves the cash after five years.

    Args:
        axes: to draw on.
        bars: the widest first.
        base: cash after five years as planned.
        currency: of the amounts.
    """
    names = {field: fill(label, 26) for field, label in labels().items()}
    for place, bar in enumerate(bars):
        for value, end, colour, hatch in ((bar.at_low, bar.low, COLOURS[1], HATCHES[1]), (bar.at_high, bar.high, COLOURS[0], "")):
            axes.barh(place, value - base, left=base, color=colour, hatch=hatch, edgecolor="white", height=0.7)
            side = 1 if value >= base else -1
            axes.annotate(
                _end(bar.field, end),
                (value, place),
                textcoords="offset points",
                xytext=(3 * side, 0),
                ha="left" if side > 0 else "right",
                va="center",
                fontsize="x-small",
            )
    axes.axvline(base, color="black", linewidth=0.8)
    axes.set_yticks(range(len(bars)), [names[bar.field] for bar in bars], fontsize="small")
    axes.invert_yaxis()
    axes.margins(x=0.2)
    plain_axis(axes, x=True, money=True)
    low = Patch(facecolor=COLOURS[1], hatch=HATCHES[1], edgecolor="white", label=_("low value"))
    axes.legend(handles=[low, Patch(facecolor=COLOURS[0], label=_("high value"))], frameon=False, fontsize="x-small", loc="lower right")
    title = _("Find out first: {name}").format(name=labels()[bars[0].field].lower())
    unit = _("cash after five years ({currency})").format(currency=currency)
    return finish(axes, title=title, x=unit, y="")
