"""Cut a signal into frames."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal


def _frames(signal, window, hop):
    count = 1 + (len(signal) - window) // hop
    return np.stack([signal[start * hop : start * hop + window] for start in range(count)])


def sound(rng: np.random.Generator, window: int, hop: int, count: int, rest: int) -> Call:
    return arguments(normal(rng, window + hop * (count - 1) + rest), window, hop)


def overlapping(rng: np.random.Generator) -> Call:
    hop = int(rng.integers(3, 7))
    return sound(rng, hop + int(rng.integers(2, 6)), hop, int(rng.integers(4, 9)), int(rng.integers(1, hop)))


def exact_fit(rng: np.random.Generator) -> Call:
    hop = int(rng.integers(3, 7))
    return sound(rng, hop + int(rng.integers(2, 6)), hop, int(rng.integers(4, 9)), 0)


def with_gaps(rng: np.random.Generator) -> Call:
    window = int(rng.integers(3, 6))
    hop = window + int(rng.integers(1, 4))
    return sound(rng, window, hop, int(rng.integers(3, 7)), int(rng.integers(1, window)))


def no_overlap(signal, window, hop):
    return _frames(signal, window, window)


def one_missing(signal, window, hop):
    return _frames(signal, window, hop)[:-1]


def padded_last(signal, window, hop):
    count = math.ceil(max(len(signal) - window, 0) / hop) + 1
    padded = np.concatenate([signal, np.zeros(window + hop, dtype=signal.dtype)])
    return np.stack([padded[start * hop : start * hop + window] for start in range(count)])


def every_hop(signal, window, hop):
    padded = np.concatenate([signal, np.zeros(window, dtype=signal.dtype)])
    return np.stack([padded[start : start + window] for start in range(0, len(signal), hop)])


def across(signal, window, hop):
    return _frames(signal, window, hop).T


EXERCISE = function(
    __file__,
    points=2,
    reference=_frames,
    core={"frames that overlap": overlapping},
    edges={"no samples left over": exact_fit, "gaps between frames": with_gaps},
    bans=("librosa", "torchaudio"),
    mistakes={
        "no-overlap": no_overlap,
        "one-missing": one_missing,
        "padded": (padded_last, every_hop),
        "cut-off": lambda signal, window, hop: np.array([signal[start : start + window] for start in range(0, len(signal), hop)]),
        "across": across,
    },
)
