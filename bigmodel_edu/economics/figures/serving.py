"""Figures of serving: the roofline, batches, what was published, cost and list prices."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from bigmodel_edu.economics.figures.style import COLOURS, MARKERS, STYLES, finish, money_number, plain_axis, plain_log_axis
from bigmodel_edu.economics.serving import Benchmark, Bits, Device, Offer, cost_per_million_tokens, decode_step, largest_batch, prefill
from bigmodel_edu.facts import Architecture
from bigmodel_edu.language import _, plural


def draw_roofline(axes: Axes, device: Device, model: Architecture, *, prompt: int = 1000, batches: Sequence[int] = (1, 8, 64)) -> Axes:
    """Draw a device's roofline, and where reading a prompt and writing with several batches stand under it.

    Args:
        axes: to draw on.
        device, model: 16 bits a number.
        prompt: tokens of the prompt, and context of writing.
        batches: requests at once.
    """
    intensity = np.geomspace(0.3, 3000, 200)
    axes.plot(intensity, np.minimum(intensity * device.bandwidth, device.peak_flops), color="black", label=device.name.upper())
    steps = {_("writing, {count} at once").format(count=batch): decode_step(model, device, batch, prompt) for batch in batches}
    steps[plural("reading {count:,} token", "reading {count:,} tokens", prompt).format(count=prompt)] = prefill(model, device, prompt)
    for place, (name, step) in enumerate(steps.items()):
        operations, moved = step.compute_seconds * device.peak_flops, step.memory_seconds * device.bandwidth
        axes.plot(
            operations / moved, operations / step.seconds, MARKERS[place], color=COLOURS[place], markersize=8, linestyle="none", label=name
        )
    axes.axvline(device.balance, color=COLOURS[7], linestyle=":")
    axes.set_xscale("log")
    axes.set_yscale("log")
    plain_log_axis(axes.xaxis)
    plain_axis(axes, y=True)
    axes.legend(frameon=False, fontsize="small", loc="lower right")
    title = _("Writing is bound by memory until {balance:.0f} operations meet each byte; reading by computing").format(
        balance=device.balance
    )
    return finish(axes, title=title, x=_("operations for each byte (FLOP/B)"), y=_("speed (FLOP/s)"))


def draw_batches(axes: Axes, device: Device, model: Architecture, *, context: int = 1000, bits: Bits | None = None) -> Axes:
    """Draw throughput over the speed that one request sees, for batches from one to as many as fit.

    Args:
        axes: to draw on.
        device, model, bits: what serves.
        context: tokens behind each request.
    """
    most = largest_batch(model, device, context, bits)
    batches = np.unique(np.geomspace(1, most, 60).astype(int))
    times = np.array([decode_step(model, device, int(batch), context, bits).seconds for batch in batches])
    axes.plot(1 / times, batches / times, color=COLOURS[0])
    for batch in sorted({1, int(batches[len(batches) // 2]), most}):
        time = decode_step(model, device, batch, context, bits).seconds
        axes.plot(1 / time, batch / time, MARKERS[0], color=COLOURS[1])
        label = _("{count:,} at once").format(count=batch)
        axes.annotate(label, (1 / time, batch / time), textcoords="offset points", xytext=(-6, -12), ha="right", fontsize="small")
    axes.set_yscale("log")
    axes.set_xlim(0, 1.1 / times.min())
    axes.set_ylim(0.4 / times.min(), 2 * batches[-1] / times[-1])
    plain_axis(axes, y=True)
    title = _("{times:,.0f} times the throughput for {slower:.1f} times the wait").format(
        times=(batches[-1] / times[-1]) * times[0], slower=times[-1] / times[0]
    )
    return finish(axes, title=title, x=_("speed for one request (tokens/s)"), y=_("throughput (tokens/s)"))


def draw_published(axes: Axes, benchmarks: Sequence[Benchmark]) -> Axes:
    """Draw published throughputs as shares of the roof over each."""
    shares = [100 * benchmark.reached for benchmark in benchmarks]
    axes.barh(range(len(benchmarks)), shares, color=COLOURS[0])
    for place, benchmark in enumerate(benchmarks):
        text = _("{measured} of {roof} tokens/s").format(measured=f"{benchmark.measured:,.0f}", roof=f"{benchmark.roof:,.0f}")
        axes.annotate(text, (shares[place], place), textcoords="offset points", xytext=(4, 0), va="center", fontsize="x-small")
    axes.set_yticks(range(len(benchmarks)), [benchmark.label for benchmark in benchmarks], fontsize="small")
    axes.invert_yaxis()
    axes.axvline(100, color="black", linestyle=":")
    axes.set_xlim(0, 110)
    title = _("Published software reaches {low:.0f} to {high:.0f} % of the roofline, {middle:.0f} % at the median").format(
        low=min(shares), high=max(shares), middle=float(np.median(shares))
    )
    return finish(axes, title=title, x=_("share of the roofline (%)"), y="")


def draw_cost(axes: Axes, machines: Mapping[str, tuple[float, float]], *, price: float | None = None) -> Axes:
    """Draw the cost of a million tokens over utilisation.

    Args:
        axes: to draw on.
        machines: by name, rent an hour (USD) and tokens a second.
        price: of a million tokens; where a line meets it is that machine's break-even.
    """
    shares = np.geomspace(0.02, 1, 100)
    for place, (name, (rent, speed)) in enumerate(machines.items()):
        costs = [cost_per_million_tokens(rent, speed, share) for share in shares]
        axes.plot(shares * 100, costs, STYLES[place % 4], color=COLOURS[place], label=name)
    if price is not None:
        axes.axhline(price, color="black", linestyle=":")
        said = _("price: {price} USD").format(price=money_number(price))
        axes.annotate(said, (100, price), textcoords="offset points", xytext=(-2, 4), ha="right", fontsize="small")
    axes.set_xscale("log")
    axes.set_yscale("log")
    plain_axis(axes, x=True, y=True, money=True)
    axes.legend(frameon=False)
    title = _("A machine that is busy a tenth of the time makes a token ten times as dear")
    return finish(axes, title=title, x=_("share of the time that it is busy (%)"), y=_("cost of a million tokens (USD)"))


def draw_offers(axes: Axes, offers: Sequence[Offer], *, cost: float | None = None, cost_label: str = "", as_of: str = "") -> Axes:
    """Draw list prices of a million tokens written, by provider, beside a cost.

    Args:
        axes: to draw on.
        offers: the cheapest first.
        cost: of a million tokens written, USD.
        cost_label: what the cost is of.
        as_of: the day of the list.
    """
    prices = [offer.output for offer in offers]
    axes.barh(range(len(offers)), prices, color=COLOURS[0])
    for place, price in enumerate(prices):
        axes.annotate(f"{price:g}", (price, place), textcoords="offset points", xytext=(4, 0), va="center", fontsize="small")
    axes.set_yticks(range(len(offers)), [offer.provider for offer in offers], fontsize="small")
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.margins(x=0.12)
    axes.set_ylim(1.12 * len(offers) + 0.4, -0.8)  # room below the bars for the label of the cost
    if cost is not None:
        axes.axvline(cost, color=COLOURS[1], linestyle="--")
        axes.annotate(
            cost_label, (cost, 0.03), xycoords=("data", "axes fraction"), textcoords="offset points", xytext=(4, 0), fontsize="small"
        )
    plain_axis(axes, x=True, money=True)
    title = _("The same model, {times:.0f} times between the cheapest and the dearest provider").format(times=max(prices) / min(prices))
    unit = _("list price of a million tokens written (USD)")
    return finish(axes, title=title, x=f"{unit}, {as_of}" if as_of else unit, y="")
