"""Answers to inference-and-serving.quantize_int8: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def quantize_torch(w):
    scale = w.abs().amax(dim=1) / 127
    return (w / scale.clamp(min=1e-12)[:, None]).round().to(torch.int8), scale


def quantize_numpy(w):
    w = np.asarray(w, dtype=np.float64)
    scale = np.abs(w).max(axis=1) / 127
    return np.rint(w / np.where(scale == 0, 1, scale)[:, None]).astype(np.int8), scale


def quantize_loops(w):
    codes, scales = [], []
    for row in w.tolist():
        largest = max(abs(each) for each in row)
        codes.append([round(each / largest * 127) if largest else 0 for each in row])
        scales.append(largest / 127)
    return torch.tensor(codes, dtype=torch.int8), torch.tensor(scales)


def quantize_with_nan_to_num(w):
    scale = w.double().abs().max(dim=1).values.div(127)
    return (w.double() / scale.unsqueeze(1)).nan_to_num().round().clamp(-127, 127).char(), scale


def quantize_rounded_up(w):
    scale = w.abs().amax(dim=1) / 127
    return (w / scale.clamp(min=1e-12)[:, None]).ceil().to(torch.int8), scale


def quantize_by_the_norm(w):
    scale = w.norm(dim=1) / 127
    return (w / scale.clamp(min=1e-12)[:, None]).round().to(torch.int8), scale


def quantize_to_four_bits(w):
    scale = w.abs().amax(dim=1) / 7
    return (w / scale.clamp(min=1e-12)[:, None]).round().to(torch.int8), scale


def quantize_scale_first(w):
    codes, scale = quantize_torch(w)
    return scale, codes


def quantize_without_signs(w):
    codes, scale = quantize_torch(w)
    return codes.abs(), scale


def quantize_clipped_to_three_deviations(w):
    scale = (2 * w.std(dim=1)).minimum(w.abs().amax(dim=1)) / 127
    return (w / scale.clamp(min=1e-12)[:, None]).round().clamp(-127, 127).to(torch.int8), scale


RIGHT = [quantize_torch, quantize_numpy, quantize_loops, quantize_with_nan_to_num]
WRONG = [
    quantize_rounded_up,
    quantize_by_the_norm,
    quantize_to_four_bits,
    quantize_scale_first,
    quantize_without_signs,
    quantize_clipped_to_three_deviations,
]
