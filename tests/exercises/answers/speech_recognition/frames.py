"""Answers to speech-recognition.frames: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def frames_unfold(signal, window, hop):
    return torch.as_tensor(signal).unfold(0, window, hop)


def frames_list(signal, window, hop):
    rows, start = [], 0
    while start + window <= len(signal):
        rows.append(signal[start : start + window])
        start += hop
    return np.array(rows)


def frames_index(signal, window, hop):
    count = (len(signal) - window) // hop + 1
    return signal[np.arange(count)[:, None] * hop + np.arange(window)].astype(np.float64)


def frames_view(signal, window, hop):
    return np.lib.stride_tricks.sliding_window_view(signal, window)[::hop]


def frames_every_sample(signal, window, hop):
    return np.lib.stride_tricks.sliding_window_view(signal, window)


def frames_reversed(signal, window, hop):
    return frames_list(signal, window, hop)[::-1]


def frames_short(signal, window, hop):
    return frames_list(signal, window, hop)[:, :hop]


def frames_from_the_end(signal, window, hop):
    return frames_list(signal[::-1], window, hop)


RIGHT = [frames_unfold, frames_list, frames_index, frames_view]
WRONG = [frames_every_sample, frames_reversed, frames_short, frames_from_the_end]
