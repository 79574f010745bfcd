"""GPT: a decoder that predicts the next token. The whole model, in the order of the page."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bigmodel_edu.models.causal import causal_attention
from bigmodel_edu.models.configuration import require_divisible, require_dropout, require_positive
from bigmodel_edu.models.feed_forward import FeedForward, activation_named
from bigmodel_edu.models.language_model import ForwardPass, LanguageModel
from bigmodel_edu.models.normalisation import LayerNorm


@dataclass(frozen=True)
class GPTConfig:
    """The sizes of a GPT.

    Attributes:
        vocabulary: V, number of tokens.
        context: the most positions that it can see.
        layers: L.
        heads: H; must divide the width.
        width: C.
        bias: whether linear layers and norms have biases.
        dropout: share of features set to zero while training, after each sub-layer and in the input.
        activation: "gelu", or "gelu-tanh" as in GPT-2's published weights (on a CPU the exact one is the faster).
        pre_norm: normalise before each sub-layer, as GPT-2 and later; GPT-1 normalised after, and not at the end.

    Raises:
        TypeError, ValueError: if a size cannot be.

    >>> GPTConfig(vocabulary=50257, context=1024, layers=12, heads=12, width=768).parameters
    124439808
    """

    vocabulary: int
    context: int
    layers: int
    heads: int
    width: int
    bias: bool = True
    dropout: float = 0.0
    activation: str = "gelu"
    pre_norm: bool = True

    def __post_init__(self) -> None:
        require_positive(self, "vocabulary", "context", "layers", "heads", "width")
        require_divisible(self, "width", "heads")
        require_dropout(self)
        activation_named(self.activation)

    @property
    def head_size(self) -> int:
        """D = C / H."""
        return self.width // self.heads

    @property
    def key_heads(self) -> int:
        """Heads that keys and values have: all of them."""
        return self.heads

    @property
    def parameters(self) -> int:
        """Number of weights; the output layer shares the embedding's, so they count once."""
        biases = 9 * self.width if self.bias else 0  # of the four linear layers: 3C + C + 4C + C
        norm = (2 if self.bias else 1) * self.width
        block = 12 * self.width**2 + biases + 2 * norm
        return (self.vocabulary + self.context) * self.width + self.layers * block + (norm if self.pre_norm else 0)


class CausalSelfAttention(nn.Module):
    """Attention of each token to itself and those before it; queries, keys and values in one matrix product.

    Shape:
        (B, T, C) → (B, T, C), and weights (B, H, T, S) on request.
    """

    def __init__(self, config: GPTConfig, layer: int) -> None:
        super().__init__()
        self.heads, self.layer = config.heads, layer
        self.query_key_value = nn.Linear(config.width, 3 * config.width, bias=config.bias)
        self.output = nn.Linear(config.width, config.width, bias=config.bias)

    def forward(self, x: Tensor, shared: ForwardPass) -> tuple[Tensor, Tensor | None]:
        B, T, C = x.shape
        three = self.query_key_value(x).view(B, T, 3, self.heads, C // self.heads).unbind(2)
        query, key, value = (part.transpose(1, 2) for part in three)  # (B, H, T, D)
        if shared.cache is not None:
            key, value = shared.cache.write(self.layer, key, value)  # (B, H, S, D)
        mixed, weights = causal_attention(query, key, value, shared.visible, shared.return_weights)
        return self.output(mixed.transpose(1, 2).reshape(B, T, C)), weights


class GPTBlock(nn.Module):
    """Mix the tokens, then think about each: two sub-layers, each added to what came in.

    Shape:
        (B, T, C) → (B, T, C), and weights (B, H, T, S) on request.
    """

    def __init__(self, config: GPTConfig, layer: int) -> None:
        super().__init__()
        self.attention_norm = LayerNorm(config.width, bias=config.bias)
        self.attention = CausalSelfAttention(config, layer)
        self.feed_forward_norm = LayerNorm(config.width, bias=config.bias)
        self.feed_forward = FeedForward(config.width, bias=config.bias, activation=config.activation)
        self.dropout, self.pre_norm = config.dropout, config.pre_norm

    def forward(self, x: Tensor, shared: ForwardPass) -> tuple[Tensor, Tensor | None]:
        if self.pre_norm:
            mixed, weights = self.attention(self.attention_norm(x), shared)
            x = x + self._drop(mixed)
            return x + self._drop(self.feed_forward(self.feed_forward_norm(x))), weights
        mixed, weights = self.attention(x, shared)
        x = self.attention_norm(x + self._drop(mixed))
        return self.feed_forward_norm(x + self._drop(self.feed_forward(x))), weights

    def _drop(self, x: Tensor) -> Tensor:
        return F.dropout(x, self.dropout) if self.dropout and self.training else x


class GPT(LanguageModel):
    """A decoder-only Transformer with learned positions, whose output layer is its embedding.

    Args:
        config: its sizes.
        generator: source of the initial weights; torch's global one by default.

    Source: Radford et al. 2018 and 2019; Brown et al. 2020.

    >>> model = GPT(GPTConfig(vocabulary=100, context=16, layers=2, heads=2, width=8))
    >>> logits, weights = model(torch.tensor([[1, 2, 3]]), return_weights=True)
    >>> logits.shape, len(weights), weights[0].shape
    (torch.Size([1, 3, 100]), 2, torch.Size([1, 2, 3, 3]))
    """

    def __init__(self, config: GPTConfig, *, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.config = config
        self.token_embedding = nn.Embedding(config.vocabulary, config.width)
        self.position_embedding = nn.Embedding(config.context, config.width)
        self.blocks = nn.ModuleList(GPTBlock(config, layer) for layer in range(config.layers))
        self.norm = LayerNorm(config.width, bias=config.bias) if config.pre_norm else nn.Identity()
        self.unembedding = None  # the embedding serves
        self._initialise(generator)

    def embed(self, ids: Tensor, positions: slice | Tensor) -> tuple[Tensor, None]:
        """Return the sum of the tokens' and their positions' vectors, (B, T, C)."""
        table = self.position_embedding
        places = table.weight[positions] if isinstance(positions, slice) else table(positions)
        x = self.token_embedding(ids) + places
        return F.dropout(x, self.config.dropout) if self.config.dropout and self.training else x, None
