"""Answers to privacy-and-security.clip_each: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def by_clamp(gradients, bound):
    norms = gradients.norm(dim=1, keepdim=True)
    return gradients * (bound / norms.clamp_min(1e-12)).clamp(max=1)


def by_maximum(gradients, bound):
    norms = torch.linalg.vector_norm(gradients, dim=1, keepdim=True)
    return gradients / torch.maximum(torch.ones_like(norms), norms / bound)


def in_numpy(gradients, bound):
    array = gradients.numpy().astype(np.float64)
    norms = np.sqrt((array**2).sum(axis=1, keepdims=True))
    return array * np.where(norms > bound, bound / np.maximum(norms, 1e-12), 1.0)


def row_by_row(gradients, bound):
    rows = [row * (bound / row.norm()) if row.norm() > bound else row.clone() for row in gradients]
    return torch.stack(rows)


RIGHT = [by_clamp, by_maximum, in_numpy, row_by_row]
WRONG = [
    lambda gradients, bound: by_clamp(gradients, bound).mean(dim=0),
    lambda gradients, bound: by_clamp(gradients, bound**2),
    lambda gradients, bound: torch.where(gradients.norm(dim=1, keepdim=True) > bound, torch.zeros_like(gradients), gradients),
    lambda gradients, bound: by_clamp(gradients, bound) / len(gradients),
]
