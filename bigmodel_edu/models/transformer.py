"""The Transformer of 2017: an encoder reads the source, a decoder writes the target and looks at what was read."""

import math
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bigmodel_edu.models.attention import causal_mask
from bigmodel_edu.models.blocks import BlockConfig, DecoderBlock
from bigmodel_edu.models.configuration import require_positive
from bigmodel_edu.models.encoder import Encoder, padding_mask
from bigmodel_edu.models.loss import linear_cross_entropy
from bigmodel_edu.models.normalisation import LayerNorm
from bigmodel_edu.models.positions import sinusoidal_positions


@dataclass(frozen=True, kw_only=True)
class TransformerConfig(BlockConfig):
    """The sizes of an encoder–decoder; what is not said here is as in :class:`~bigmodel_edu.models.blocks.BlockConfig`.

    Attributes:
        vocabulary: V of the source, and of the target too if that has none of its own.
        target_vocabulary: V of the target; None for one vocabulary whose embedding both share.
        context: the most positions of either text.

    >>> TransformerConfig(vocabulary=37_000, context=512, layers=6, heads=8, width=512, pre_norm=False).parameters
    63082496
    """

    vocabulary: int
    context: int
    target_vocabulary: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_positive(self, "vocabulary", "context")
        if self.target_vocabulary is not None:
            require_positive(self, "target_vocabulary")
        if self.width % 2:
            raise ValueError(f"expected an even width, for sinusoidal positions, got {self.width}")

    @property
    def parameters(self) -> int:
        """Number of weights; embeddings that are shared, and the output layer, which always is, count once."""
        embeddings = (self.vocabulary + (self.target_vocabulary or 0)) * self.width
        return embeddings + self.encoder_parameters + self.decoder_parameters


@dataclass(frozen=True)
class TransformerWeights:
    """Attention weights of one forward pass, one tensor for each layer.

    Attributes:
        encoder: (B, H, S, S), source to source.
        decoder: (B, H, T, T), target to target.
        cross: (B, H, T, S), target to source.
    """

    encoder: list[Tensor] = field(default_factory=list)
    decoder: list[Tensor] = field(default_factory=list)
    cross: list[Tensor] = field(default_factory=list)


class Transformer(nn.Module):
    """An encoder–decoder with sinusoidal positions, for text that is made from other text.

    Args:
        config: its sizes.
        generator: source of the initial weights; torch's global one by default.

    Source: Vaswani et al. 2017, figure 1 and section 3.4.

    >>> model = Transformer(TransformerConfig(vocabulary=50, target_vocabulary=60, context=16, layers=2, heads=2, width=8))
    >>> model(torch.tensor([[1, 2, 3]]), torch.tensor([[4, 5]])).shape
    torch.Size([1, 2, 60])
    """

    positions: Tensor

    def __init__(self, config: TransformerConfig, *, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.config = config
        self.source_embedding = nn.Embedding(config.vocabulary, config.width)
        shared = config.target_vocabulary is None
        self.target_embedding = self.source_embedding if shared else nn.Embedding(config.target_vocabulary or 0, config.width)
        self.register_buffer("positions", sinusoidal_positions(config.context, config.width), persistent=False)
        self.dropout = nn.Dropout(config.dropout)
        self.encoder = Encoder(config)
        self.blocks = nn.ModuleList(DecoderBlock(config) for _ in range(config.layers))
        self.norm = LayerNorm(config.width, epsilon=config.epsilon) if config.pre_norm else nn.Identity()
        self._initialise(generator)

    @torch.no_grad()
    def _initialise(self, generator: torch.Generator | None) -> None:
        """Xavier's uniform weights for layers; embeddings of deviation 1/√C, since they are multiplied by √C."""
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight, generator=generator)
                module.bias.zero_()
            if isinstance(module, nn.Embedding):
                module.weight.normal_(std=self.config.width**-0.5, generator=generator)

    def _embed(self, ids: Tensor, embedding: nn.Embedding) -> Tensor:
        if ids.dim() != 2 or not 1 <= ids.shape[1] <= self.config.context:
            raise ValueError(f"expected ids of shape (batch, 1 to {self.config.context} tokens), got {tuple(ids.shape)}")
        x = embedding(ids) * math.sqrt(self.config.width) + self.positions[: ids.shape[1]]
        dropped: Tensor = self.dropout(x)
        return dropped

    def encode(self, source: Tensor, source_mask: Tensor | None = None) -> Tensor:
        """Read the source: ids (B, S) → memory (B, S, C).

        Args:
            source: ids (B, S).
            source_mask: (B, S) bool, False for padding.
        """
        memory: Tensor = self.encoder(self._embed(source, self.source_embedding), source_mask)
        return memory

    def decode(
        self,
        target: Tensor,
        memory: Tensor,
        source_mask: Tensor | None = None,
        *,
        weights: TransformerWeights | None = None,
    ) -> Tensor:
        """Return the last hidden states of the target, (B, T, C); :meth:`unembed` turns them into scores.

        Args:
            target: ids (B, T), what is written so far; padding, if any, on the right.
            memory: (B, S, C) from :meth:`encode`.
            source_mask: (B, S) bool, False for padding.
            weights: where the attention weights are put.
        """
        x = self._embed(target, self.target_embedding)
        mask = causal_mask(target.shape[1], device=target.device)
        memory_mask = None if source_mask is None else padding_mask(source_mask, memory)
        for block in self.blocks:
            x = block(x, memory, mask, memory_mask, return_weights=weights is not None)
            if weights is not None:
                x, own, cross = x
                weights.decoder.append(own)
                weights.cross.append(cross)
        hidden: Tensor = self.norm(x)
        return hidden

    def forward(
        self, source: Tensor, target: Tensor, source_mask: Tensor | None = None, *, return_weights: bool = False
    ) -> Tensor | tuple[Tensor, TransformerWeights]:
        """Return the scores of the next target token, after each target token.

        Args:
            source: ids (B, S).
            target: ids (B, T), which start with a token that means "begin".
            source_mask: (B, S) bool, False for padding.
            return_weights: also return the attention weights.

        Returns:
            (B, T, V of the target), and the weights on request.

        Raises:
            ValueError: if a text is empty or longer than the context.
        """
        if not return_weights:
            return self.unembed(self.decode(target, self.encode(source, source_mask), source_mask))
        memory, encoder_weights = self.encoder(self._embed(source, self.source_embedding), source_mask, return_weights=True)
        weights = TransformerWeights(encoder=encoder_weights)
        return self.unembed(self.decode(target, memory, source_mask, weights=weights)), weights

    def unembed(self, hidden: Tensor) -> Tensor:
        """Return the scores (..., V) of the next target token from hidden states (..., C)."""
        return F.linear(hidden, self.target_embedding.weight)

    def loss(self, source: Tensor, target: Tensor, next_tokens: Tensor, source_mask: Tensor | None = None) -> Tensor:
        """Return the mean cross-entropy of the next tokens, in nats a token.

        Args:
            source: ids (B, S).
            target: ids (B, T).
            next_tokens: (B, T), what follows each target token; −100 where there is nothing to predict.
            source_mask: (B, S) bool, False for padding.
        """
        hidden = self.decode(target, self.encode(source, source_mask), source_mask)
        return linear_cross_entropy(hidden, self.target_embedding.weight, next_tokens)
