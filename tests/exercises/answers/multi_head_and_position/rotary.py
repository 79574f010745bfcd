"""Answers to multi-head-and-position.rotary: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def rotary_by_halves(x):
    T, D = x.shape[-2:]
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    a, b = x[..., : D // 2], x[..., D // 2 :]
    return torch.cat([a * angles.cos() - b * angles.sin(), b * angles.cos() + a * angles.sin()], -1)


def rotary_by_rotate_half(x):
    T, D = x.shape[-2:]
    frequencies = 1.0 / (10_000 ** (torch.arange(0, D, 2, dtype=torch.float32) / D))
    angles = torch.outer(torch.arange(T, dtype=torch.float32), frequencies)
    angles = torch.cat([angles, angles], dim=-1)
    a, b = x.chunk(2, dim=-1)
    return x * angles.cos() + torch.cat([-b, a], dim=-1) * angles.sin()


def rotary_with_complex_numbers(x):
    x = np.asarray(x, dtype=np.float64)
    T, D = x.shape[-2:]
    numbers = x[..., : D // 2] + 1j * x[..., D // 2 :]
    turned = numbers * np.exp(1j * np.arange(T)[:, None] * 10_000.0 ** (-np.arange(D // 2) * 2 / D))
    return np.concatenate([turned.real, turned.imag], axis=-1)


def rotary_by_loops(x):
    result = x.clone()
    half = x.shape[-1] // 2
    for t in range(x.shape[-2]):
        for i in range(half):
            angle = t * 10_000 ** (-i / half)
            result[..., t, i] = x[..., t, i] * math.cos(angle) - x[..., t, i + half] * math.sin(angle)
            result[..., t, i + half] = x[..., t, i + half] * math.cos(angle) + x[..., t, i] * math.sin(angle)
    return result


def rotary_in_place(x):
    x[:] = rotary_by_halves(x.clone())
    return x


def rotary_added(x):
    return x + rotary_by_halves(torch.ones_like(x))


def rotary_first_half_only(x):
    turned = rotary_by_halves(x)
    return torch.cat([turned[..., : x.shape[-1] // 2], x[..., x.shape[-1] // 2 :]], -1)


def rotary_base_thousand(x):
    T, D = x.shape[-2:]
    angles = torch.arange(T)[:, None] / 1_000 ** (torch.arange(0, D, 2) / D)
    a, b = x.chunk(2, -1)
    return torch.cat([a * angles.cos() - b * angles.sin(), b * angles.cos() + a * angles.sin()], -1)


def rotary_backwards(x):
    return rotary_by_halves(x.flip(-2)).flip(-2)


RIGHT = [rotary_by_halves, rotary_by_rotate_half, rotary_with_complex_numbers, rotary_by_loops]
WRONG = [
    rotary_in_place,
    rotary_added,
    rotary_first_half_only,
    rotary_base_thousand,
    rotary_backwards,
]
