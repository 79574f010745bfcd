"""Store each row of a matrix as 8-bit codes and one scale."""

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import normal, sizes
from bigmodel_edu.models.quantization import quantize_int8 as quantize_rows


def quantize_reference(w):
    return quantize_rows(torch.as_tensor(w))


def weight(rng: np.random.Generator, scale: float = 1.0) -> np.ndarray:
    """Rows of very different size, none with a border case in rounding."""
    while True:
        rows, columns = sizes(rng, 2, 3, 11)
        w = normal(rng, rows, columns) * (scale * 10.0 ** rng.uniform(-2, 1, (rows, 1))).astype(np.float32)
        w[:, 0] = np.abs(w).max(axis=1) * rng.choice([-1.0, 1.0], rows) * rng.uniform(1.05, 1.4, rows)
        steps = np.abs(w.astype(np.float64)) / (np.abs(w.astype(np.float64)).max(axis=1, keepdims=True) / 127)
        if (np.abs(steps % 1 - 0.5) > 1e-3).all():
            return w[:, rng.permutation(columns)]


def rows_of_different_size(rng: np.random.Generator) -> Call:
    return arguments(AsTensor(weight(rng)))


def one_sided(rng: np.random.Generator) -> Call:
    return arguments(AsTensor(np.abs(weight(rng)) * np.float32(rng.choice([-1.0, 1.0]))))


def a_row_of_zeros(rng: np.random.Generator) -> Call:
    w = weight(rng)
    w[int(rng.integers(len(w)))] = 0.0
    return arguments(AsTensor(w))


def near(ask, rng: np.random.Generator) -> bool:
    w = weight(rng)
    codes, scale = (np.asarray(part, dtype=np.float64) for part in ask(AsTensor(w)))
    return bool((np.abs(codes * scale.reshape(-1, 1) - w) <= np.abs(w).max(axis=1, keepdims=True) / 127 * 0.51).all())


def with_scale(w, scale):
    return (w / scale.clamp(min=1e-30)).round().clamp(-127, 127).to(torch.int8)


def per_tensor(w):
    scale = w.abs().max() / 127
    return with_scale(w, scale), scale.expand(len(w)).clone()


def per_tensor_one_number(w):
    scale = w.abs().max() / 127
    return with_scale(w, scale), scale


def per_column(w):
    scale = w.abs().amax(dim=0) / 127
    return with_scale(w, scale), scale


def zero_point(w):
    low, high = w.amin(dim=1, keepdim=True), w.amax(dim=1, keepdim=True)
    scale = (high - low) / 255
    return ((w - low) / scale.clamp(min=1e-30)).round().sub(128).clamp(-128, 127).to(torch.int8), scale[:, 0]


def zero_point_unsigned(w):
    low, high = w.amin(dim=1, keepdim=True), w.amax(dim=1, keepdim=True)
    scale = (high - low) / 255
    return ((w - low) / scale.clamp(min=1e-30)).round().to(torch.uint8), scale[:, 0]


def by_128(w):
    scale = w.abs().amax(dim=1) / 128
    return (w / scale.clamp(min=1e-30)[:, None]).round().clamp(-128, 127).to(torch.int8), scale


def by_255(w):
    scale = w.abs().amax(dim=1) / 255
    return (w / scale.clamp(min=1e-30)[:, None]).round().to(torch.int8), scale


def cut_off(w):
    scale = w.abs().amax(dim=1) / 127
    return (w / scale.clamp(min=1e-30)[:, None]).clamp(-127, 127).to(torch.int8), scale


def without_abs(w):
    scale = w.amax(dim=1) / 127
    return (w / scale[:, None]).nan_to_num().round().clamp(-127, 127).to(torch.int8), scale


def inverse_scale(w):
    codes, scale = quantize_rows(w)
    return codes, torch.where(scale > 0, 1 / scale, torch.zeros_like(scale))


def zeros_become_nan(w):
    scale = w.abs().amax(dim=1) / 127
    return (w / scale[:, None]).round(), scale


EXERCISE = function(
    __file__,
    points=3,
    reference=quantize_reference,
    core={"rows of different size": rows_of_different_size, "weights of one sign": one_sided},
    edges={"a row of zeros": a_row_of_zeros},
    properties=(near,),
    bans=("bigmodel_edu.models", "torch.quantize_per_channel", "torch.quantize_per_tensor", "torch.ao"),
    draws=3,
    mistakes={
        "per-tensor": (per_tensor, per_tensor_one_number),
        "per-column": per_column,
        "zero-point": (zero_point, zero_point_unsigned),
        "by-128": by_128,
        "by-255": by_255,
        "cut-off": cut_off,
        "without-abs": without_abs,
        "inverse-scale": inverse_scale,
        "zeros-become-nan": zeros_become_nan,
    },
)
