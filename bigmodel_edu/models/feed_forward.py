"""The feed-forward layer: what each token computes by itself, after attention has mixed them."""

from collections.abc import Callable
from functools import partial

from torch import Tensor, nn
from torch.nn import functional as F

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": F.relu,
    "gelu": F.gelu,
    "gelu-tanh": partial(F.gelu, approximate="tanh"),
    "silu": F.silu,
}


def activation_named(name: str) -> Callable[[Tensor], Tensor]:
    """Return an activation function by its name.

    "gelu" is x·Φ(x), exactly; "gelu-tanh" is the approximation that GPT-2's published weights were trained with.

    Raises:
        ValueError: if there is none of that name.

    Source: Hendrycks and Gimpel 2016, "Gaussian Error Linear Units".

    >>> import torch
    >>> activation_named("relu")(torch.tensor([-1.0, 2.0]))
    tensor([0., 2.])
    """
    if name not in ACTIVATIONS:
        raise ValueError(f"expected an activation among {', '.join(ACTIVATIONS)}, got {name!r}")
    return ACTIVATIONS[name]


class FeedForward(nn.Module):
    r"""Widen, bend, narrow.

    .. math:: y = f(x W_1 + b_1) W_2 + b_2

    Args:
        width: C.
        hidden: width in the middle; 4C by default.
        bias: whether there are b₁ and b₂.
        activation: name of f, see :func:`activation_named`.

    Shape:
        (..., C) → (..., C).

    Source: Vaswani et al. 2017, equation 2.

    >>> import torch
    >>> FeedForward(8)(torch.zeros(2, 3, 8)).shape
    torch.Size([2, 3, 8])
    """

    def __init__(self, width: int, hidden: int | None = None, *, bias: bool = True, activation: str = "gelu") -> None:
        super().__init__()
        hidden = hidden or 4 * width
        self.widen = nn.Linear(width, hidden, bias=bias)
        self.narrow = nn.Linear(hidden, width, bias=bias)
        self.activation = activation_named(activation)

    def forward(self, x: Tensor) -> Tensor:
        narrowed: Tensor = self.narrow(self.activation(self.widen(x)))
        return narrowed


class SwiGLU(nn.Module):
    r"""A feed-forward layer whose middle is multiplied by a gate.

    .. math:: y = \big(\mathrm{silu}(x W_g) \odot x W_u\big) W_d

    Args:
        width: C.
        hidden: width in the middle; about 8C/3 gives the same number of weights as a plain layer of 4C.

    Shape:
        (..., C) → (..., C).

    Source: Shazeer 2020, "GLU Variants Improve Transformer", equation 6.

    >>> import torch
    >>> SwiGLU(8, 21)(torch.zeros(2, 3, 8)).shape
    torch.Size([2, 3, 8])
    """

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.gate = nn.Linear(width, hidden, bias=False)
        self.widen = nn.Linear(width, hidden, bias=False)
        self.narrow = nn.Linear(hidden, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        narrowed: Tensor = self.narrow(F.silu(self.gate(x)) * self.widen(x))
        return narrowed
