"""Answers to training-pipeline.clip_gradients: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def clip_plain(gradients, largest):
    norm = math.sqrt(sum((gradient**2).sum().item() for gradient in gradients))
    if norm <= largest:
        return [gradient.clone() for gradient in gradients]
    return [gradient * (largest / norm) for gradient in gradients]


def clip_with_a_little_more(gradients, largest):
    norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(gradient) for gradient in gradients]))
    factor = torch.clamp(largest / (norm + 1e-6), max=1.0)
    return tuple(gradient * factor for gradient in gradients)


def clip_in_numpy(gradients, largest):
    arrays = [np.asarray(gradient, dtype=np.float64) for gradient in gradients]
    norm = np.linalg.norm(np.concatenate([array.ravel() for array in arrays]))
    return [array * min(1.0, largest / max(norm, 1e-30)) for array in arrays]


def clip_in_place(gradients, largest):
    norm = torch.cat([gradient.flatten() for gradient in gradients]).norm()
    for gradient in gradients:
        if norm > largest:
            gradient *= largest / norm
    return gradients


def clip_flat(gradients, largest):
    return torch.cat([gradient.flatten() for gradient in clip_plain(gradients, largest)])


def clip_by_half(gradients, largest):
    return [gradient / 2 for gradient in clip_plain(gradients, largest)]


def clip_by_mean_norm(gradients, largest):
    norm = math.sqrt(sum((gradient**2).mean().item() for gradient in gradients))
    return [gradient * (1.0 if norm <= largest else largest / norm) for gradient in gradients]


def clip_first(gradients, largest):
    factor = min(1.0, largest / max(1e-12, gradients[0].norm().item()))
    return [gradient * factor for gradient in gradients]


RIGHT = [clip_plain, clip_with_a_little_more, clip_in_numpy]
WRONG = [clip_in_place, clip_flat, clip_by_half, clip_by_mean_norm, clip_first]
