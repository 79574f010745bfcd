"""Several attentions side by side, each in a slice of the width."""

from torch import Tensor, nn

from bigmodel_edu.models.attention import attention
from bigmodel_edu.models.positions import rotary


def split_heads(x: Tensor, heads: int) -> Tensor:
    """Cut the width into heads and bring the heads before the tokens: (B, T, H·D) → (B, H, T, D).

    Raises:
        ValueError: if the heads do not divide the width.

    >>> import torch
    >>> split_heads(torch.tensor([[[1, 2, 3, 4], [5, 6, 7, 8]]]), 2)
    tensor([[[[1, 2],
              [5, 6]],
    <BLANKLINE>
             [[3, 4],
              [7, 8]]]])
    """
    batch, tokens, width = x.shape
    if width % heads:
        raise ValueError(f"expected heads that divide the width, got width {width} and {heads} heads")
    return x.view(batch, tokens, heads, width // heads).transpose(1, 2)


def merge_heads(x: Tensor) -> Tensor:
    """Undo :func:`split_heads`: (B, H, T, D) → (B, T, H·D).

    >>> import torch
    >>> x = torch.randn(2, 5, 6)
    >>> bool((merge_heads(split_heads(x, 3)) == x).all())
    True
    """
    return x.transpose(1, 2).flatten(-2)


def repeat_heads(x: Tensor, times: int) -> Tensor:
    """Give each key head to ``times`` query heads that stand together: (B, H, S, D) → (B, H·times, S, D).

    Source: Ainslie et al. 2023, "GQA".

    >>> import torch
    >>> repeat_heads(torch.tensor([[[[1]], [[2]]]]), 2).flatten().tolist()
    [1, 1, 2, 2]
    """
    return x if times == 1 else x.repeat_interleave(times, dim=1)


class MultiHeadAttention(nn.Module):
    r"""Attention in H heads: of a text to itself, or to another text.

    .. math:: \mathrm{concat}(\mathrm{head}_1, \dots, \mathrm{head}_H) W_O, \quad
        \mathrm{head}_h = \mathrm{attention}(x W_{Q,h},\; z W_{K,g},\; z W_{V,g})

    With fewer key heads than query heads, g = ⌊h · G / H⌋: a group of query heads shares one key head (G = 1: multi-query).

    Args:
        width: C.
        heads: H; must divide the width.
        key_heads: G, heads that keys and values have; H by default; must divide H.
        bias: whether the four linear layers have biases.
        rotary_base: turn queries and keys by their positions (see :func:`~bigmodel_edu.models.positions.rotary`); not by default.

    Shape:
        x (B, T, C) and z (B, S, C) → (B, T, C), and weights (B, H, T, S) on request.

    Raises:
        ValueError: if heads do not divide the width, or key heads the heads.

    Source: Vaswani et al. 2017, section 3.2.2; Ainslie et al. 2023 for grouped keys.

    >>> import torch
    >>> attend = MultiHeadAttention(width=12, heads=4, key_heads=2)
    >>> attend(torch.zeros(2, 5, 12), torch.zeros(2, 7, 12)).shape
    torch.Size([2, 5, 12])
    """

    def __init__(
        self, width: int, heads: int, *, key_heads: int | None = None, bias: bool = True, rotary_base: float | None = None
    ) -> None:
        super().__init__()
        key_heads = key_heads or heads
        if width % heads or heads % key_heads:
            raise ValueError(f"expected key_heads to divide heads and heads to divide width, got {key_heads}, {heads} and {width}")
        key_width = width // heads * key_heads
        self.heads, self.key_heads, self.rotary_base = heads, key_heads, rotary_base
        self.query = nn.Linear(width, width, bias=bias)
        self.key = nn.Linear(width, key_width, bias=bias)
        self.value = nn.Linear(width, key_width, bias=bias)
        self.output = nn.Linear(width, width, bias=bias)

    def forward(
        self, x: Tensor, context: Tensor | None = None, mask: Tensor | None = None, *, return_weights: bool = False
    ) -> Tensor | tuple[Tensor, Tensor]:
        """Let each token of ``x`` look at the tokens of ``context``.

        Args:
            x: (B, T, C), what asks.
            context: (B, S, C), what answers; ``x`` itself by default.
            mask: bool, broadcastable to (B, H, T, S), True where a query may look: (T, S) for all alike, (B, 1, 1, S) for padding.
            return_weights: also return the weights.
        """
        mixed, weights = self.attend(x, context, mask, return_weights=return_weights)
        return mixed if weights is None else (mixed, weights)

    def attend(
        self, x: Tensor, context: Tensor | None = None, mask: Tensor | None = None, *, return_weights: bool = False
    ) -> tuple[Tensor, Tensor | None]:
        """Do what :meth:`forward` does, and always return a pair: the weights are None unless asked for."""
        context = x if context is None else context
        query = split_heads(self.query(x), self.heads)  # (B, H, T, D)
        key = split_heads(self.key(context), self.key_heads)  # (B, G, S, D)
        value = split_heads(self.value(context), self.key_heads)
        if self.rotary_base is not None:
            query, key = rotary(query, base=self.rotary_base), rotary(key, base=self.rotary_base)
        times = self.heads // self.key_heads
        mixed = attention(query, repeat_heads(key, times), repeat_heads(value, times), mask, return_weights=return_weights)
        mixed, weights = mixed if isinstance(mixed, tuple) else (mixed, None)
        return self.output(merge_heads(mixed)), weights
