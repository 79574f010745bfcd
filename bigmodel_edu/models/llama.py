"""A Llama-style decoder: rotary positions, grouped keys, RMSNorm and a gated feed-forward layer, without biases."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from bigmodel_edu.models.causal import causal_attention
from bigmodel_edu.models.configuration import require_divisible, require_positive
from bigmodel_edu.models.feed_forward import SwiGLU
from bigmodel_edu.models.language_model import ForwardPass, LanguageModel
from bigmodel_edu.models.multihead import merge_heads, split_heads
from bigmodel_edu.models.normalisation import RMSNorm
from bigmodel_edu.models.positions import rotary_angles, rotate


@dataclass(frozen=True)
class LlamaConfig:
    """The sizes of a Llama-style decoder.

    Attributes:
        vocabulary: V, number of tokens.
        context: the most positions that it was trained for.
        layers: L.
        heads: H, query heads; must divide the width.
        key_heads: heads that keys and values have; must divide the heads.
        width: C.
        hidden: width in the middle of the feed-forward layer.
        rotary_base: b of the rotary positions.
        epsilon: ε of the norms.
        tied: whether the output layer is the embedding.

    Raises:
        TypeError, ValueError: if a size cannot be.

    >>> LlamaConfig(vocabulary=32000, context=2048, layers=32, heads=32, key_heads=32, width=4096, hidden=11008).parameters
    6738415616
    """

    vocabulary: int
    context: int
    layers: int
    heads: int
    key_heads: int
    width: int
    hidden: int
    rotary_base: float = 10_000.0
    epsilon: float = 1e-5
    tied: bool = False

    def __post_init__(self) -> None:
        require_positive(self, "vocabulary", "context", "layers", "heads", "key_heads", "width", "hidden")
        require_divisible(self, "width", "heads")
        require_divisible(self, "heads", "key_heads")
        if self.head_size % 2:
            raise ValueError(f"expected an even head size, for rotary pairs, got {self.head_size} = {self.width} / {self.heads}")
        if self.rotary_base <= 1 or self.epsilon <= 0:
            raise ValueError(f"expected rotary_base above 1 and epsilon above 0, got {self.rotary_base} and {self.epsilon}")

    @property
    def head_size(self) -> int:
        """D = C / H."""
        return self.width // self.heads

    @property
    def parameters(self) -> int:
        """Number of weights; a shared output layer counts once."""
        attention = 2 * self.width**2 + 2 * self.width * self.head_size * self.key_heads
        block = attention + 3 * self.width * self.hidden + 2 * self.width
        return (1 if self.tied else 2) * self.vocabulary * self.width + self.layers * block + self.width


class LlamaAttention(nn.Module):
    """Causal attention with rotary positions, in which groups of query heads share a key head.

    Shape:
        (B, T, C) → (B, T, C), and weights (B, H, T, S) on request.
    """

    def __init__(self, config: LlamaConfig, layer: int) -> None:
        super().__init__()
        self.heads, self.key_heads, self.layer = config.heads, config.key_heads, layer
        key_width = config.head_size * config.key_heads
        self.query = nn.Linear(config.width, config.width, bias=False)
        self.key = nn.Linear(config.width, key_width, bias=False)
        self.value = nn.Linear(config.width, key_width, bias=False)
        self.output = nn.Linear(config.width, config.width, bias=False)

    def forward(self, x: Tensor, shared: ForwardPass) -> tuple[Tensor, Tensor | None]:
        assert shared.rotation is not None  # Llama.embed gives it
        query = rotate(split_heads(self.query(x), self.heads), *shared.rotation)  # (B, H, T, D)
        key = rotate(split_heads(self.key(x), self.key_heads), *shared.rotation)
        value = split_heads(self.value(x), self.key_heads)
        if shared.cache is not None:
            key, value = shared.cache.write(self.layer, key, value)  # (B, G, S, D)
        mixed, weights = causal_attention(query, key, value, shared.visible, shared.return_weights)
        return self.output(merge_heads(mixed)), weights


class LlamaBlock(nn.Module):
    """Attention, then the gated feed-forward layer, each normalised before and added to what came in.

    Shape:
        (B, T, C) → (B, T, C), and weights (B, H, T, S) on request.
    """

    def __init__(self, config: LlamaConfig, layer: int) -> None:
        super().__init__()
        self.attention_norm = RMSNorm(config.width, epsilon=config.epsilon)
        self.attention = LlamaAttention(config, layer)
        self.feed_forward_norm = RMSNorm(config.width, epsilon=config.epsilon)
        self.feed_forward = SwiGLU(config.width, config.hidden)

    def forward(self, x: Tensor, shared: ForwardPass) -> tuple[Tensor, Tensor | None]:
        mixed, weights = self.attention(self.attention_norm(x), shared)
        x = x + mixed
        return x + self.feed_forward(self.feed_forward_norm(x)), weights


class Llama(LanguageModel):
    """A decoder-only Transformer in the style of Llama; the same calls as :class:`~bigmodel_edu.models.gpt.GPT`.

    Args:
        config: its sizes.
        generator: source of the initial weights; torch's global one by default.

    Source: Touvron et al. 2023, "LLaMA", section 2.2; Ainslie et al. 2023 for grouped keys.

    >>> model = Llama(LlamaConfig(vocabulary=100, context=16, layers=2, heads=4, key_heads=2, width=16, hidden=40))
    >>> logits, weights = model(torch.tensor([[1, 2, 3]]), return_weights=True)
    >>> logits.shape, len(weights), weights[0].shape
    (torch.Size([1, 3, 100]), 2, torch.Size([1, 4, 3, 3]))
    """

    def __init__(self, config: LlamaConfig, *, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.config = config
        self.token_embedding = nn.Embedding(config.vocabulary, config.width)
        self.blocks = nn.ModuleList(LlamaBlock(config, layer) for layer in range(config.layers))
        self.norm = RMSNorm(config.width, epsilon=config.epsilon)
        self.unembedding = None if config.tied else nn.Linear(config.width, config.vocabulary, bias=False)
        self._tables: tuple[Tensor, Tensor] | None = None
        self._initialise(generator)

    def embed(self, ids: Tensor, positions: slice | Tensor) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Return the tokens' vectors (B, T, C), and cosines and sines by which queries and keys turn."""
        cosines, sines = (table[positions] for table in self._rotation_tables(ids.device))
        if isinstance(positions, Tensor):
            cosines, sines = cosines[:, None], sines[:, None]  # (B, 1, T, D/2): the same for every head
        return self.token_embedding(ids), (cosines, sines)

    def _rotation_tables(self, device: torch.device) -> tuple[Tensor, Tensor]:
        """Return cosines and sines of all positions, made once; no buffers, which a change of the model's dtype would round."""
        if self._tables is None or self._tables[0].device != device:
            with torch.inference_mode(False):  # else they could never serve in training
                places = torch.arange(self.config.context, device=device)
                self._tables = rotary_angles(places, self.config.head_size, base=self.config.rotary_base)
        return self._tables
