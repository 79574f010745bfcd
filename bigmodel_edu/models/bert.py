"""BERT: an encoder that reads in both directions, and is trained to fill gaps."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bigmodel_edu.models.blocks import BlockConfig
from bigmodel_edu.models.configuration import require_positive
from bigmodel_edu.models.encoder import Encoder
from bigmodel_edu.models.initialisation import initialise_normal
from bigmodel_edu.models.normalisation import LayerNorm


@dataclass(frozen=True, kw_only=True)
class BertConfig(BlockConfig):
    """The sizes of a BERT; what is not said here is as in :class:`~bigmodel_edu.models.blocks.BlockConfig`.

    Attributes:
        vocabulary: V.
        context: the most positions.
        segments: kinds of text that are told apart (BERT: question and passage).
        pooler: whether there is a layer that turns the first token's state into one vector for the whole text.

    >>> BertConfig(vocabulary=30522, context=512, layers=12, heads=12, width=768).parameters
    109482240
    """

    vocabulary: int
    context: int
    segments: int = 2
    pooler: bool = True
    pre_norm: bool = False
    epsilon: float = 1e-12

    def __post_init__(self) -> None:
        super().__post_init__()
        require_positive(self, "vocabulary", "context", "segments")

    @property
    def parameters(self) -> int:
        """Number of weights, without the head that fills gaps."""
        embeddings = (self.vocabulary + self.context + self.segments + 2) * self.width  # + 2: the norm's weight and bias
        pooler = self.width**2 + self.width if self.pooler else 0
        return embeddings + self.encoder_parameters + pooler


class Bert(nn.Module):
    """A bidirectional encoder with learned positions.

    Args:
        config: its sizes.
        generator: source of the initial weights; torch's global one by default.

    Shape:
        ids (B, T) → (B, T, C), and L tensors of weights (B, H, T, T) on request.

    Source: Devlin et al. 2018.

    >>> model = Bert(BertConfig(vocabulary=100, context=16, layers=2, heads=2, width=8))
    >>> model(torch.tensor([[1, 2, 3]])).shape
    torch.Size([1, 3, 8])
    """

    def __init__(self, config: BertConfig, *, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.config = config
        self.token_embedding = nn.Embedding(config.vocabulary, config.width)
        self.position_embedding = nn.Embedding(config.context, config.width)
        self.segment_embedding = nn.Embedding(config.segments, config.width)
        self.norm = LayerNorm(config.width, epsilon=config.epsilon)
        self.dropout = nn.Dropout(config.dropout)
        self.encoder = Encoder(config)
        self.pooler = nn.Linear(config.width, config.width) if config.pooler else None
        initialise_normal(self, generator)

    def forward(
        self, ids: Tensor, mask: Tensor | None = None, segments: Tensor | None = None, *, return_weights: bool = False
    ) -> Tensor | tuple[Tensor, list[Tensor]]:
        """Return a vector for each token that depends on the whole text.

        Args:
            ids: (B, T) integers from 0 to V − 1.
            mask: (B, T) bool, False for padding.
            segments: (B, T) integers, which kind of text each token belongs to; all 0 by default.
            return_weights: also return each layer's attention weights.

        Raises:
            ValueError: if the text is longer than the context, or the mask has another shape.
        """
        if ids.dim() != 2 or not 1 <= ids.shape[1] <= self.config.context:
            raise ValueError(f"expected ids of shape (batch, 1 to {self.config.context} tokens), got {tuple(ids.shape)}")
        positions = torch.arange(ids.shape[1], device=ids.device)
        segments = torch.zeros_like(ids) if segments is None else segments
        x = self.token_embedding(ids) + self.position_embedding(positions) + self.segment_embedding(segments)
        hidden: Tensor | tuple[Tensor, list[Tensor]] = self.encoder(self.dropout(self.norm(x)), mask, return_weights=return_weights)
        return hidden

    def pool(self, hidden: Tensor) -> Tensor:
        """Return one vector for each text, from the first token's state: (B, T, C) → (B, C).

        Raises:
            ValueError: if the model has no pooler.
        """
        if self.pooler is None:
            raise ValueError("expected a BERT with a pooler, got one made with pooler=False; use mean_pool")
        return torch.tanh(self.pooler(hidden[:, 0]))


class MaskedLanguageModel(nn.Module):
    """A BERT with the head that guesses the tokens behind gaps.

    Shape:
        ids (B, T) → scores (B, T, V).

    Source: Devlin et al. 2018, section 3.1, task 1.

    >>> model = MaskedLanguageModel(Bert(BertConfig(vocabulary=100, context=16, layers=2, heads=2, width=8)))
    >>> model(torch.tensor([[1, 2, 3]])).shape
    torch.Size([1, 3, 100])
    """

    def __init__(self, bert: Bert) -> None:
        super().__init__()
        self.bert = bert
        self.transform = nn.Linear(bert.config.width, bert.config.width)
        self.norm = LayerNorm(bert.config.width, epsilon=bert.config.epsilon)
        self.bias = nn.Parameter(torch.zeros(bert.config.vocabulary))

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return the scores of every token at every place; the arguments are those of :class:`Bert`."""
        hidden = self.norm(F.gelu(self.transform(self.bert(ids, mask))))
        return F.linear(hidden, self.bert.token_embedding.weight, self.bias)


def mean_pool(hidden: Tensor, mask: Tensor) -> Tensor:
    """Return the mean of the real tokens' states: (B, T, C) and (B, T) bool → (B, C).

    Raises:
        ValueError: if a text has no real token.

    >>> mean_pool(torch.tensor([[[1.0], [3.0], [99.0]]]), torch.tensor([[True, True, False]]))
    tensor([[2.]])
    """
    counts = mask.sum(dim=1, keepdim=True)
    if (counts == 0).any():
        raise ValueError("expected at least one real token in each text, got a mask with an empty row")
    return (hidden * mask.unsqueeze(-1)).sum(dim=1) / counts
