"""What the figures share: colours, short numbers on axes, and a text alternative."""

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, NullFormatter

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#999999")
"""Okabe and Ito 2008, Color Universal Design; in the order in which figures take them."""

STYLES = ("-", "--", "-.", ":")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
HATCHES = ("", "//", "..", "xx", "\\\\")

_SIZES = ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def short_number(value: float) -> str:
    """Write a number for an axis: 135 M, 1.5 k, 0.02.

    >>> short_number(134_515_008), short_number(-2_500), short_number(0.02), short_number(0)
    ('135 M', '−2.5 k', '0.02', '0')
    """
    sign, size = ("−" if value < 0 else ""), abs(value)
    for unit, letter in _SIZES:
        if size >= unit * 0.9995:
            return f"{sign}{float(f'{size / unit:.3g}'):g} {letter}"
    return f"{sign}{float(f'{size:.3g}'):g}"


def money_number(value: float) -> str:
    """Write an amount for an axis or a bar, as people write money: 2.5 million becomes 2.5 M, a billion bn.

    >>> money_number(2_500_000), money_number(-1.2e9), money_number(0.0204)
    ('2.5 M', '−1.2 bn', '0.0204')
    """
    return short_number(value).replace(" G", " bn").replace(" T", " tn")


def plain_log_axis(axis: Axis) -> None:
    """Write plain numbers on a logarithmic axis, and on its small ticks where it spans less than two powers of ten."""
    low, high = sorted(axis.get_view_interval())
    formatter = FuncFormatter(lambda value, _place: short_number(value))
    axis.set_major_formatter(formatter)
    axis.set_minor_formatter(formatter if high / low < 30 else NullFormatter())


def plain_axis(axes: Axes, *, x: bool = False, y: bool = False, money: bool = False) -> None:
    """Put short numbers on the axes that are named, and hide the frame's upper and right side."""
    formatter = FuncFormatter(lambda value, _place: money_number(value) if money else short_number(value))
    for wanted, axis in ((x, axes.xaxis), (y, axes.yaxis)):
        if wanted:
            axis.set_major_formatter(formatter)
    axes.spines[["top", "right"]].set_visible(False)


def finish(axes: Axes, *, title: str, x: str, y: str) -> Axes:
    """Set the title (what to take away) and the labels of both axes."""
    axes.set_title(title, loc="left", fontsize="medium", wrap=True)
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def described(axes: Axes) -> str:
    """Return a text alternative of a figure: its title and what its axes show.

    >>> from matplotlib.figure import Figure
    >>> axes = finish(Figure().add_subplot(), title="Loss falls with size.", x="weights", y="loss (nats a token)")
    >>> described(axes)
    'Loss falls with size. Horizontal: weights. Vertical: loss (nats a token).'
    """
    parts = [axes.get_title(loc="left").replace("\n", " ").strip().rstrip(".")]
    for name, label in (("Horizontal", axes.get_xlabel()), ("Vertical", axes.get_ylabel())):
        parts += [f"{name}: {label}"] if label else []
    return ". ".join(part for part in parts if part) + "."
