"""Shorten all gradients together to a largest norm."""

import math

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function


def _gradients(rng: np.random.Generator, norm: float) -> list[AsTensor]:
    shapes = [(3, 4), (5,), (2, 3)][: int(rng.integers(2, 4))]
    arrays = [rng.standard_normal(shape) * each for shape, each in zip(shapes, rng.permutation([0.5, 1.0, 4.0]), strict=False)]
    total = math.sqrt(sum(float((array**2).sum()) for array in arrays))
    return [AsTensor((array * norm / total).astype(np.float32)) for array in arrays]


def too_long(rng: np.random.Generator) -> Call:
    largest = float(rng.uniform(0.5, 3.0))
    return arguments(_gradients(rng, largest * float(rng.uniform(1.8, 6.0))), largest)


def short_enough(rng: np.random.Generator) -> Call:
    largest = float(rng.uniform(0.5, 3.0))
    return arguments(_gradients(rng, largest * float(rng.uniform(0.2, 0.8))), largest)


def all_zero(rng: np.random.Generator) -> Call:
    return arguments([AsTensor(np.zeros((2, 3), dtype=np.float32)), AsTensor(np.zeros(4, dtype=np.float32))], 1.0)


def _total(gradients):
    return torch.sqrt(sum(gradient.square().sum() for gradient in gradients))


def clipped(gradients, largest):
    norm = _total(gradients)
    factor = 1.0 if norm <= largest else largest / norm
    return [gradient * factor for gradient in gradients]


def always(gradients, largest):
    return [gradient * largest / _total(gradients) for gradient in gradients]


def one_by_one(gradients, largest):
    return [gradient * min(1.0, largest / max(float(gradient.norm()), 1e-12)) for gradient in gradients]


def by_value(gradients, largest):
    return [gradient.clamp(-largest, largest) for gradient in gradients]


def squared_norm(gradients, largest):
    norm = sum(gradient.square().sum() for gradient in gradients)
    return [gradient * (1.0 if norm <= largest else largest / norm) for gradient in gradients]


def to_length_one(gradients, largest):
    norm = _total(gradients)
    return [gradient * (1.0 if norm <= largest else 1 / norm) for gradient in gradients]


def sum_of_norms(gradients, largest):
    norm = sum(gradient.norm() for gradient in gradients)
    return [gradient * (1.0 if norm <= largest else largest / norm) for gradient in gradients]


def largest_entry(gradients, largest):
    top = max(float(gradient.abs().max()) for gradient in gradients)
    return [gradient * (1.0 if top <= largest else largest / top) for gradient in gradients]


def dropped(gradients, largest):
    return [gradient * (1.0 if _total(gradients) <= largest else 0.0) for gradient in gradients]


def never(gradients, largest):
    return [gradient.clone() for gradient in gradients]


EXERCISE = function(
    __file__,
    points=3,
    reference=clipped,
    core={"too long": too_long},
    edges={"short enough": short_enough, "all zero": all_zero},
    bans=(*("bigmodel_edu.training",), ".clip_grad_norm_", ".clip_grads_with_norm_", ".clip_grad_value_", ".get_total_norm"),
    relative=1e-3,
    mistakes={
        "always": always,
        "one-by-one": one_by_one,
        "sum-of-norms": sum_of_norms,
        "by-value": by_value,
        "no-root": squared_norm,
        "to-one": to_length_one,
        "largest-entry": largest_entry,
        "dropped": dropped,
        "never": never,
    },
)
