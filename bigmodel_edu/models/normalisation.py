"""Normalisation: give every token's vector the same scale."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class LayerNorm(nn.Module):
    r"""Shift and scale each vector to mean 0 and variance 1, then by learned amounts.

    .. math:: y = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} \odot \gamma + \beta

    The variance is the biased one (divided by C, not C − 1).

    Args:
        width: C, size of the last axis.
        bias: whether there is a β.
        epsilon: ε, added to the variance.

    Shape:
        (..., C) → (..., C).

    Source: Ba, Kiros and Hinton 2016, "Layer Normalization", equation 3.

    >>> LayerNorm(2)(torch.tensor([[1.0, 3.0]])).detach()
    tensor([[-1.0000,  1.0000]])
    """

    def __init__(self, width: int, *, bias: bool = True, epsilon: float = 1e-5) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width)) if bias else None
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, self.weight.shape, self.weight, self.bias, self.epsilon)


class RMSNorm(nn.Module):
    r"""Divide each vector by its root mean square, then scale by learned amounts: LayerNorm without the mean.

    .. math:: y = \frac{x}{\sqrt{\frac{1}{C}\sum_i x_i^2 + \varepsilon}} \odot \gamma

    Args:
        width: C, size of the last axis.
        epsilon: ε, added to the mean square.

    Shape:
        (..., C) → (..., C).

    Source: Zhang and Sennrich 2019, "Root Mean Square Layer Normalization", equation 4.

    >>> RMSNorm(2)(torch.tensor([[3.0, 4.0]])).detach()
    tensor([[0.8485, 1.1314]])
    """

    def __init__(self, width: int, *, epsilon: float = 1e-5) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, self.weight.shape, self.weight, self.epsilon)
