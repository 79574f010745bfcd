"""Answers to training-pipeline.perplexity: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def perplexity_numpy(loss):
    return np.exp(loss)


def perplexity_torch(loss):
    return torch.tensor(loss, dtype=torch.float64).exp()


def perplexity_bits(loss):
    return 2 ** (loss / math.log(2))


RIGHT = [perplexity_numpy, perplexity_torch, perplexity_bits]
WRONG = [
    lambda loss: loss,
    lambda loss: 1 + loss,
    lambda loss: [math.exp(loss)],
    lambda loss: round(math.exp(loss)),
]
