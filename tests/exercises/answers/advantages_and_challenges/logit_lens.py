"""Answers to advantages-and-challenges.logit_lens: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch
from torch.nn import functional as F


def lens_with_layer_norm(hidden, scale, shift, unembedding):
    normed = F.layer_norm(hidden, hidden.shape[-1:], scale, shift)
    return (normed @ unembedding.T).log_softmax(dim=-1)


def lens_by_hand(hidden, scale, shift, unembedding):
    mean = hidden.mean(-1, keepdim=True)
    variance = ((hidden - mean) ** 2).mean(-1, keepdim=True)
    scores = ((hidden - mean) / torch.sqrt(variance + 1e-5) * scale + shift).matmul(unembedding.t())
    return scores - scores.logsumexp(-1, keepdim=True)


def lens_in_numpy(hidden, scale, shift, unembedding):
    hidden, scale, shift, unembedding = (np.asarray(each, dtype=np.float64) for each in (hidden, scale, shift, unembedding))
    normed = (hidden - hidden.mean(-1, keepdims=True)) / np.sqrt(hidden.var(-1, keepdims=True) + 1e-5) * scale + shift
    scores = np.einsum("ltc,vc->ltv", normed, unembedding)
    scores -= scores.max(-1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(-1, keepdims=True))


def lens_layer_by_layer(hidden, scale, shift, unembedding):
    norm = torch.nn.LayerNorm(hidden.shape[-1])
    norm.weight.data, norm.bias.data = scale, shift
    with torch.no_grad():
        return torch.stack([F.log_softmax(F.linear(norm(layer), unembedding), dim=-1) for layer in hidden])


def lens_softmax_last_layer_norm(hidden, scale, shift, unembedding):
    return lens_with_layer_norm(hidden[-1:].expand_as(hidden), scale, shift, unembedding)


def lens_in_bits(hidden, scale, shift, unembedding):
    return lens_with_layer_norm(hidden, scale, shift, unembedding) / math.log(2)


def lens_rms(hidden, scale, shift, unembedding):
    normed = hidden / (hidden.pow(2).mean(-1, keepdim=True) + 1e-5).sqrt() * scale + shift
    return (normed @ unembedding.T).log_softmax(-1)


def lens_normed_twice(hidden, scale, shift, unembedding):
    return lens_with_layer_norm(F.layer_norm(hidden, hidden.shape[-1:], scale, shift), scale, shift, unembedding)


RIGHT = [lens_with_layer_norm, lens_by_hand, lens_in_numpy, lens_layer_by_layer]
WRONG = [
    lens_softmax_last_layer_norm,
    lens_in_bits,
    lens_rms,
    lens_normed_twice,
    lambda hidden, scale, shift, unembedding: lens_with_layer_norm(hidden.cumsum(0), scale, shift, unembedding),
    lambda hidden, scale, shift, unembedding: lens_with_layer_norm(hidden, scale, shift, unembedding).argmax(-1),
]
