"""Colours that stay apart for readers with any colour vision, on light and on dark pages.

Sources: lines, Okabe and Ito 2008, "Color Universal Design"; maps, one hue from light to dark, so that lightness alone tells the weight.
"""

import numpy as np
from numpy.typing import NDArray

LINES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#999999")
LINE_STYLES = ("-", "--", "-.", ":")
GAIN, LOSS, TOTAL = "#0072B2", "#D55E00", "#595959"
MASKED = "#d9d9d9"
WEIGHT_STOPS = ("#ffffff", "#c6dbef", "#6baed6", "#2171b5", "#08306b")


def luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance of an sRGB colour with channels from 0 to 1.

    Source: WCAG 2.2, "relative luminance".

    >>> round(luminance((1.0, 1.0, 1.0)), 3)
    1.0
    """
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def readable_on(background: tuple[float, ...]) -> str:
    """Black or white, whichever contrasts more with the background: at least 4.5 to 1.

    >>> readable_on((0.0, 0.0, 0.4)), readable_on((0.9, 0.9, 1.0))
    ('white', 'black')
    """
    light = luminance(background)
    return "white" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "black"


def weight_colours(count: int = 256) -> NDArray[np.uint8]:
    """Colours from white to dark blue, evenly spaced between the stops.

    Returns:
        (count, 3) bytes.

    >>> weight_colours(3)[[0, -1]].tolist()
    [[255, 255, 255], [8, 48, 107]]
    """
    stops = np.array([[int(stop[place : place + 2], 16) for place in (1, 3, 5)] for stop in WEIGHT_STOPS], dtype=float)
    where = np.linspace(0, len(stops) - 1, count)
    return np.stack([np.interp(where, range(len(stops)), channel) for channel in stops.T], axis=1).round().astype(np.uint8)
