"""Answers to image-recognition.patchify: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch
from torch.nn import functional as F


def by_permute(images, patch):
    B, C, H, W = images.shape
    return images.view(B, C, H // patch, patch, W // patch, patch).permute(0, 2, 4, 1, 3, 5).reshape(B, -1, C * patch * patch)


def by_unfold(images, patch):
    return F.unfold(images, kernel_size=patch, stride=patch).transpose(1, 2)


def by_loops(images, patch):
    rows, columns = images.shape[2] // patch, images.shape[3] // patch
    tokens = [
        images[:, :, row * patch : (row + 1) * patch, column * patch : (column + 1) * patch].flatten(1)
        for row in range(rows)
        for column in range(columns)
    ]
    return torch.stack(tokens, dim=1)


def in_numpy(images, patch):
    array = images.numpy().astype(np.float64)
    B, C, H, W = array.shape
    return np.einsum("bchpwq->bhwcpq", array.reshape(B, C, H // patch, patch, W // patch, patch)).reshape(B, -1, C * patch**2)


RIGHT = [by_permute, by_unfold, by_loops, in_numpy]
WRONG = [
    lambda images, patch: by_permute(images, patch)[:, :-1],
    lambda images, patch: by_permute(images, patch).transpose(1, 2),
    lambda images, patch: by_permute(images, patch)[:1].expand(len(images), -1, -1),
    lambda images, patch: F.unfold(images, kernel_size=patch, stride=1).transpose(1, 2),
    lambda images, patch: by_permute(images.flip(1), patch),
]
