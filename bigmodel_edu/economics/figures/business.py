"""Figures of the three business models: price war, cohorts and cash of a subscription, funds and ownership."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from bigmodel_edu.economics.business import CapTable, CohortTable, FundResult, PriceWarYear, Round, Subscription, subscription_cash
from bigmodel_edu.economics.figures.style import COLOURS, HATCHES, MARKERS, STYLES, finish, plain_axis
from bigmodel_edu.language import _, plural


def draw_price_war(axes: Axes, path: Sequence[PriceWarYear]) -> Axes:
    """Draw the gross margin of a service year by year while prices and costs fall."""
    years, margins = [step.year for step in path], [100 * step.gross_margin for step in path]
    axes.plot(years, margins, STYLES[0], marker=MARKERS[0], color=COLOURS[0])
    axes.axhline(0, color="black", linewidth=0.8)
    lost = next((step.year for step in path if step.gross_margin < 0), None)
    axes.fill_between(years, margins, 0, where=[margin < 0 for margin in margins], interpolate=True, color=COLOURS[1], alpha=0.25)
    axes.set_xticks(years)
    holds = plural("The margin holds for {count} year", "The margin holds for {count} years", int(years[-1])).format(count=years[-1])
    title = holds if lost is None else _("The margin is gone in year {year}").format(year=lost)
    return finish(axes, title=title, x=_("years from today"), y=_("gross margin of a request (%)"))


def draw_cohorts(axes: Axes, table: CohortTable) -> Axes:
    """Draw customers month by month, each cohort a layer."""
    months = np.arange(1, len(table.active) + 1)
    shades = np.linspace(0.25, 0.95, len(table.active))
    colours = [(0.0, 0.447 * shade + 0.2, 0.698 * shade, 1.0) for shade in shades]
    axes.stackplot(months, table.active, colors=colours, edgecolor="white", linewidth=0.4)
    ever = float(np.trace(table.active))
    title = _("Of {ever:,.0f} customers who came in {months} months, {left:,.0f} are still there").format(
        ever=ever, months=len(months), left=table.customers[-1]
    )
    plain_axis(axes, y=True)
    axes.set_xlim(1, len(months))
    return finish(axes, title=title, x=_("month; each layer came in one month"), y=_("customers"))


def draw_subscription(axes: Axes, product: Subscription, plans: dict[str, Sequence[float]]) -> Axes:
    """Draw the cash that a subscription has used or earned, for several rates of growth.

    Args:
        axes: to draw on.
        product: its prices and churn.
        plans: by name, new customers of each month.
    """
    deepest = {}
    for place, (name, joined) in enumerate(plans.items()):
        cash = np.cumsum(subscription_cash(product, joined))
        deepest[name] = float(cash.min())
        axes.plot(np.arange(1, len(joined) + 1), cash, STYLES[place % 4], color=COLOURS[place], label=name)
    axes.axhline(0, color="black", linewidth=0.8)
    plain_axis(axes, y=True, money=True)
    axes.legend(frameon=False)
    worst = min(deepest, key=lambda name: deepest[name])
    title = _("Most cash is needed with “{name}”: {amount:,.0f} {currency}").format(
        name=worst, amount=-deepest[worst], currency=product.monthly_price.currency
    )
    unit = _("cash since the start ({currency})").format(currency=product.monthly_price.currency)
    return finish(axes, title=title, x=_("month"), y=unit)


def draw_fund(axes: Axes, result: FundResult) -> Axes:
    """Draw how often simulated funds return how many times what went in."""
    multiples = result.multiple
    edges = np.geomspace(max(multiples.min(), 0.05), multiples.max() * 1.001, 50)
    lost = multiples < 1
    axes.hist(
        [multiples[lost], multiples[~lost]], bins=list(edges), stacked=True, color=[COLOURS[1], COLOURS[0]], label=[_("loss"), _("gain")]
    )
    axes.axvline(
        float(np.median(multiples)), color="black", linestyle="--", label=_("median: {value:.2f}").format(value=np.median(multiples))
    )
    axes.axvline(float(multiples.mean()), color="black", linestyle=":", label=_("mean: {value:.2f}").format(value=multiples.mean()))
    axes.set_xscale("log")
    plain_axis(axes, x=True)
    axes.xaxis.set_minor_formatter("")
    axes.legend(frameon=False, fontsize="small")
    title = _("{share:.0f} % of funds return less than went in; half return less than {middle:.2f} times").format(
        share=100 * result.chance_of_loss, middle=np.median(multiples)
    )
    return finish(axes, title=title, x=_("returned and held, times what went in"), y=_("simulated funds"))


def draw_cap_table(axes: Axes, start: CapTable, rounds: Sequence[Round]) -> Axes:
    """Draw who owns a company after each round; every bar adds up to 100 %."""
    tables = [start]
    for financing in rounds:
        tables.append(tables[-1].after(financing))
    owners = list(tables[-1].shares)
    names = [_("start"), *(financing.investor for financing in rounds)]
    bottom = np.zeros(len(tables))
    for place, owner in enumerate(owners):
        share = np.array([100 * table.shares.get(owner, 0.0) for table in tables])
        axes.bar(
            range(len(tables)), share, bottom=bottom, color=COLOURS[place % 8], hatch=HATCHES[place % 5], edgecolor="white", label=owner
        )
        for at, value in enumerate(share):
            if value >= 5:
                axes.annotate(
                    f"{value:.0f}",
                    (at, bottom[at] + value / 2),
                    ha="center",
                    va="center",
                    fontsize="small",
                    bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"},
                )
        bottom += share
    axes.set_xticks(range(len(tables)), names)
    axes.legend(frameon=False, fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5))
    first = owners[0]
    title = plural("{owner} keep {share:.0f} % after {count} round", "{owner} keep {share:.0f} % after {count} rounds", len(rounds)).format(
        owner=first[:1].upper() + first[1:], share=100 * tables[-1].shares[first], count=len(rounds)
    )
    return finish(axes, title=title, x=_("after the round of"), y=_("share of the company (%)"))
