"""What a speech model heard and when: a spectrogram with the CTC alignment below."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
from matplotlib import pyplot
from matplotlib.figure import Figure

from bigmodel_edu.language import _
from bigmodel_edu.viz.arrays import to_numpy
from bigmodel_edu.viz.colours import LINES
from bigmodel_edu.viz.fonts import use_fonts
from bigmodel_edu.viz.tokens import show_invisible


def ctc_spans(path: Sequence[int], blank: int = 0) -> list[tuple[int, int, int]]:
    """Collapse one symbol per frame to (symbol, first frame, frame after the last), without blanks.

    Source: Graves et al. 2006, "Connectionist Temporal Classification", section 3.1.

    >>> ctc_spans([0, 3, 3, 0, 3, 5, 5])
    [(3, 1, 3), (3, 4, 5), (5, 5, 7)]
    """
    spans, frame = [], 0
    for symbol, run in groupby(int(symbol) for symbol in path):
        length = len(list(run))
        if symbol != blank:
            spans.append((symbol, frame, frame + length))
        frame += length
    return spans


def spectrogram_alignment(
    spectrogram: Any, path: Sequence[int], symbols: Sequence[str], *, chances: Any = None, blank: int = 0,
    duration: float | None = None, highest: float | None = None, title: str | None = None,
) -> Figure:  # fmt: skip
    """Draw the spectrogram, and below it which symbol the model heard when.

    Args:
        spectrogram: (F, frames) log power, lowest frequency first.
        path: one symbol per model frame, blanks included; there may be fewer model frames than spectrogram frames.
        symbols: what each number stands for.
        chances: (model frames, symbols) probabilities, drawn as lines for the symbols that were heard; left out when None.
        blank: the number of the blank.
        duration: of the sound, in seconds; time counts frames when None.
        highest: frequency of the top row, in hertz; rows are counted when None.
        title: a one-line takeaway.

    Raises:
        ValueError: if the sizes do not fit.

    >>> figure = spectrogram_alignment(np.zeros((4, 8)), [0, 1, 1, 0], ["-", "a"], duration=0.8)
    >>> [ax.get_xlabel() for ax in figure.axes]
    ['', 'time (s)']
    """
    power, frames = to_numpy(spectrogram).astype(float), len(path)
    if power.ndim != 2 or frames == 0:
        expected = "expected a spectrogram (F, frames) and a path, got shape {shape} and {frames} frames"
        raise ValueError(expected.format(shape=power.shape, frames=frames))
    length = duration or power.shape[1]
    figure, (above, below) = pyplot.subplots(2, 1, figsize=(9, 4.6), sharex=True, layout="constrained", height_ratios=(3, 1.3))
    above.imshow(power, origin="lower", aspect="auto", extent=(0, length, 0, highest or power.shape[0]), cmap="cividis")
    above.set(ylabel=_("frequency (Hz)") if highest else _("frequency (row)"), title=title or "")
    places = (np.arange(frames) + 0.5) * length / frames
    spans = ctc_spans(path, blank)
    if chances is not None:
        _draw_chances(below, places, to_numpy(chances).astype(float), sorted({span[0] for span in spans}), blank)
    for symbol, first, last in spans:
        start, end = first * length / frames, last * length / frames
        below.axvspan(start, end, color=LINES[1], alpha=0.18, linewidth=0)
        above.vlines([start, end], 0, 1, transform=above.get_xaxis_transform(), color="white", linewidth=0.9, linestyle="--")
        below.text((start + end) / 2, 1.08, show_invisible(symbols[symbol]), ha="center", va="bottom", fontsize=11)
    below.set(xlabel=_("time (s)") if duration else _("time (frame)"), ylabel=_("probability"))
    below.set(ylim=(0, 1.45), xlim=(0, length), yticks=[0, 1])
    below.spines[["top", "right"]].set_visible(False)
    use_fonts([above.title])
    use_fonts(below.texts, plain=True)
    return figure


def _draw_chances(ax: Any, places: np.ndarray, chances: np.ndarray, heard: Sequence[int], blank: int) -> None:
    if chances.shape[0] != len(places):
        raise ValueError(f"expected chances for {len(places)} frames, got {chances.shape[0]}")
    ax.plot(places, chances[:, blank], color="#767676", linewidth=1, linestyle=":", label=_("blank"))
    for place, symbol in enumerate(heard):
        ax.plot(places, chances[:, symbol], color=LINES[place % len(LINES)], linewidth=1.2)
    ax.legend(loc="center right", frameon=False, fontsize=8)
