"""Transformer blocks: sub-layers, each added to what came in, each normalised before or after."""

from dataclasses import dataclass

from torch import Tensor, nn

from bigmodel_edu.models.configuration import require_divisible, require_dropout, require_positive
from bigmodel_edu.models.feed_forward import FeedForward, activation_named
from bigmodel_edu.models.multihead import MultiHeadAttention
from bigmodel_edu.models.normalisation import LayerNorm


@dataclass(frozen=True, kw_only=True)
class BlockConfig:
    """The sizes of a stack of Transformer blocks.

    Attributes:
        layers: L.
        heads: H; must divide the width.
        width: C.
        hidden: width in the middle of the feed-forward layer; 4C by default.
        key_heads: heads that keys and values have; H by default.
        pre_norm: normalise before each sub-layer (Xiong et al. 2020: trains without warm-up) or after it (Vaswani et al. 2017).
        activation: of the feed-forward layer, see :func:`~bigmodel_edu.models.feed_forward.activation_named`.
        dropout: share of features set to zero while training, after each sub-layer.
        epsilon: ε of the norms.
        rotary_base: turn queries and keys by their positions with this base; None for none.

    Raises:
        TypeError, ValueError: if a size cannot be.

    >>> BlockConfig(layers=6, heads=8, width=512).hidden
    2048
    """

    layers: int
    heads: int
    width: int
    hidden: int | None = None
    key_heads: int | None = None
    pre_norm: bool = True
    activation: str = "gelu"
    dropout: float = 0.0
    epsilon: float = 1e-5
    rotary_base: float | None = None

    def __post_init__(self) -> None:
        require_positive(self, "layers", "heads", "width")
        object.__setattr__(self, "hidden", 4 * self.width if self.hidden is None else self.hidden)
        object.__setattr__(self, "key_heads", self.heads if self.key_heads is None else self.key_heads)
        require_positive(self, "hidden", "key_heads")
        require_divisible(self, "width", "heads")
        require_divisible(self, "heads", "key_heads")
        require_dropout(self)
        activation_named(self.activation)

    @property
    def attention_parameters(self) -> int:
        """Weights of one attention: queries and output C² each, keys and values a share of it, and biases."""
        assert self.key_heads is not None
        key_width = self.width // self.heads * self.key_heads
        return 2 * (self.width**2 + self.width) + 2 * (self.width * key_width + key_width)

    @property
    def feed_forward_parameters(self) -> int:
        """Weights of one feed-forward layer."""
        assert self.hidden is not None
        return 2 * self.width * self.hidden + self.hidden + self.width

    @property
    def encoder_parameters(self) -> int:
        """Weights of an encoder's blocks, and of the final norm if there is one."""
        block = self.attention_parameters + self.feed_forward_parameters + 2 * 2 * self.width
        return self.layers * block + (2 * self.width if self.pre_norm else 0)

    @property
    def decoder_parameters(self) -> int:
        """Weights of the blocks of a decoder with cross-attention, and of the final norm if there is one."""
        block = 2 * self.attention_parameters + self.feed_forward_parameters + 3 * 2 * self.width
        return self.layers * block + (2 * self.width if self.pre_norm else 0)


class Residual(nn.Module):
    r"""A residual connection with its norm, around any function f.

    .. math:: x + f(\mathrm{norm}(x)) \quad\text{(pre-norm)} \qquad \mathrm{norm}(x + f(x)) \quad\text{(post-norm)}

    Use: ``residual.leave(x, f(residual.enter(x)))``.

    Shape:
        (B, T, C) → (B, T, C).

    >>> import torch
    >>> residual, x = Residual(BlockConfig(layers=1, heads=1, width=2)), torch.tensor([[[1.0, 3.0]]])
    >>> residual.leave(x, 10 * residual.enter(x)).detach()
    tensor([[[-9.0000, 13.0000]]])
    """

    def __init__(self, config: BlockConfig) -> None:
        super().__init__()
        self.norm = LayerNorm(config.width, epsilon=config.epsilon)
        self.dropout = nn.Dropout(config.dropout)
        self.pre_norm = config.pre_norm

    def enter(self, x: Tensor) -> Tensor:
        """Return what the function gets."""
        return self.norm(x) if self.pre_norm else x

    def leave(self, x: Tensor, result: Tensor) -> Tensor:
        """Add the function's result to what came in."""
        x = x + self.dropout(result)
        return x if self.pre_norm else self.norm(x)


def _attention(config: BlockConfig, *, rotary: bool = True) -> MultiHeadAttention:
    base = config.rotary_base if rotary else None
    return MultiHeadAttention(config.width, config.heads, key_heads=config.key_heads, rotary_base=base)


class EncoderBlock(nn.Module):
    """Self-attention and a feed-forward layer: the block of encoders, and, with a causal mask, of decoders without cross-attention.

    Shape:
        (B, T, C) → (B, T, C), and weights (B, H, T, T) on request.

    Source: Vaswani et al. 2017, section 3.1; Xiong et al. 2020 for pre-norm.

    >>> import torch
    >>> block = EncoderBlock(BlockConfig(layers=1, heads=2, width=8))
    >>> block(torch.zeros(3, 5, 8)).shape
    torch.Size([3, 5, 8])
    """

    def __init__(self, config: BlockConfig) -> None:
        super().__init__()
        self.attention = _attention(config)
        self.attention_residual = Residual(config)
        self.feed_forward = FeedForward(config.width, config.hidden, activation=config.activation)
        self.feed_forward_residual = Residual(config)

    def forward(self, x: Tensor, mask: Tensor | None = None, *, return_weights: bool = False) -> Tensor | tuple[Tensor, Tensor]:
        """Pass tokens through the block.

        Args:
            x: (B, T, C).
            mask: bool, broadcastable to (B, H, T, T), True where a token may look.
            return_weights: also return the attention weights.
        """
        mixed, weights = self.attention.attend(self.attention_residual.enter(x), mask=mask, return_weights=return_weights)
        x = self.attention_residual.leave(x, mixed)
        x = self.feed_forward_residual.leave(x, self.feed_forward(self.feed_forward_residual.enter(x)))
        return x if weights is None else (x, weights)


class DecoderBlock(nn.Module):
    """Causal self-attention, attention to the encoder's output, and a feed-forward layer.

    Shape:
        x (B, T, C) and memory (B, S, C) → (B, T, C), and weights (B, H, T, T) and (B, H, T, S) on request.

    Source: Vaswani et al. 2017, section 3.1.

    >>> import torch
    >>> block = DecoderBlock(BlockConfig(layers=1, heads=2, width=8))
    >>> block(torch.zeros(3, 5, 8), torch.zeros(3, 7, 8)).shape
    torch.Size([3, 5, 8])
    """

    def __init__(self, config: BlockConfig) -> None:
        super().__init__()
        self.attention = _attention(config)
        self.attention_residual = Residual(config)
        self.cross_attention = _attention(config, rotary=False)  # positions in two texts do not compare
        self.cross_attention_residual = Residual(config)
        self.feed_forward = FeedForward(config.width, config.hidden, activation=config.activation)
        self.feed_forward_residual = Residual(config)

    def forward(
        self,
        x: Tensor,
        memory: Tensor,
        mask: Tensor | None = None,
        memory_mask: Tensor | None = None,
        *,
        return_weights: bool = False,
    ) -> Tensor | tuple[Tensor, Tensor, Tensor]:
        """Pass the target's tokens through the block.

        Args:
            x: (B, T, C), the target.
            memory: (B, S, C), what the encoder made of the source.
            mask: bool, broadcastable to (B, H, T, T); a causal mask for text that is written from left to right.
            memory_mask: bool, broadcastable to (B, H, T, S), False for the source's padding.
            return_weights: also return both attentions' weights.
        """
        mixed, weights = self.attention.attend(self.attention_residual.enter(x), mask=mask, return_weights=return_weights)
        x = self.attention_residual.leave(x, mixed)
        asking = self.cross_attention_residual.enter(x)
        read, cross_weights = self.cross_attention.attend(asking, memory, memory_mask, return_weights=return_weights)
        x = self.cross_attention_residual.leave(x, read)
        x = self.feed_forward_residual.leave(x, self.feed_forward(self.feed_forward_residual.enter(x)))
        return x if weights is None or cross_weights is None else (x, weights, cross_weights)
