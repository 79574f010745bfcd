"""Answers to transformer.layer_norm: right ones in several styles, wrong ones that are no known mistake."""

import torch
from torch import nn
from torch.nn import functional as F


class PlainNorm(nn.Module):
    def __init__(self, width, epsilon=1e-5):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width))
        self.epsilon = epsilon

    def forward(self, x):
        mean = x.mean(dim=-1, keepdim=True)
        variance = ((x - mean) ** 2).mean(dim=-1, keepdim=True)
        return (x - mean) / torch.sqrt(variance + self.epsilon) * self.weight + self.bias


class NormByVarMean(PlainNorm):
    def forward(self, x):
        variance, mean = torch.var_mean(x, dim=-1, correction=0, keepdim=True)
        return self.bias + self.weight * (x - mean) * torch.rsqrt(variance + self.epsilon)


class NormInDouble(PlainNorm):
    def forward(self, x):
        x = x.double()
        centred = x - x.mean(-1)[..., None]
        return centred / (x.var(-1, unbiased=False)[..., None] + self.epsilon) ** 0.5 * self.weight + self.bias


class NormFused(PlainNorm):
    def forward(self, x):
        return F.layer_norm(x, x.shape[-1:], self.weight, self.bias, self.epsilon)


class NormTwice(PlainNorm):
    def forward(self, x):
        return super().forward(super().forward(x))


class LargeEpsilon(PlainNorm):
    def __init__(self, width, epsilon=1e-2):
        super().__init__(width, epsilon)


class MeanAbsolute(PlainNorm):
    def forward(self, x):
        centred = x - x.mean(-1, keepdim=True)
        return centred / (centred.abs().mean(-1, keepdim=True) + self.epsilon) * self.weight + self.bias


class NormOtherNames(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.gamma, self.beta = nn.Parameter(torch.ones(width)), nn.Parameter(torch.zeros(width))


class ChangesItsInput(PlainNorm):
    def forward(self, x):
        x -= x.mean(-1, keepdim=True)
        return super().forward(x)


RIGHT = [PlainNorm, NormByVarMean, NormInDouble, NormFused]
WRONG = [NormTwice, LargeEpsilon, MeanAbsolute, NormOtherNames, ChangesItsInput]
