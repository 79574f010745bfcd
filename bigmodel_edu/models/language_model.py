"""What every decoder here offers to those who train it, look inside it, or write text with it."""

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bigmodel_edu.models.cache import KVCache
from bigmodel_edu.models.causal import place_tokens
from bigmodel_edu.models.loss import linear_cross_entropy


@dataclass(frozen=True)
class ForwardPass:
    """What all layers of one forward pass share.

    Attributes:
        visible: (B, 1, T, S) bool, which keys each query may look at; None for the plain causal pattern.
        cache: where keys and values are kept, or None.
        return_weights: whether layers return their attention weights.
        rotation: cosines and sines for rotary positions, or None in a model without.
    """

    visible: Tensor | None
    cache: KVCache | None
    return_weights: bool
    rotation: tuple[Tensor, Tensor] | None = None


class LanguageModel(nn.Module):
    """A decoder: token ids in, scores of the next token out. GPT and Llama fill in the parts.

    A model has ``config`` (with vocabulary, context, layers, key_heads, head_size), ``token_embedding``, ``blocks``, which take
    (x, ForwardPass) and return (x, weights), ``norm``, and ``unembedding``, a linear layer, or None where the embedding serves as the
    output layer too; and it says how it embeds tokens.

    Source: the shape is that of Radford et al. 2018, "Improving Language Understanding by Generative Pre-Training".
    """

    config: Any
    token_embedding: nn.Embedding
    blocks: nn.ModuleList
    norm: nn.Module
    unembedding: nn.Module | None

    def embed(self, ids: Tensor, positions: slice | Tensor) -> tuple[Tensor, tuple[Tensor, Tensor] | None]:
        """Return the tokens' vectors (B, T, C), and the rotation of each position in a model with rotary positions.

        Args:
            ids: (B, T).
            positions: where they stand, (B, T), or a slice for all texts alike.
        """
        raise NotImplementedError(f"expected {type(self).__name__} to say how it embeds tokens")

    @property
    def output_weight(self) -> Tensor:
        """The (V, C) weights of the output layer: its own, or the embedding's."""
        weight = self.token_embedding.weight if self.unembedding is None else self.unembedding.weight
        assert isinstance(weight, Tensor)
        return weight

    def forward(
        self,
        ids: Tensor,
        *,
        mask: Tensor | None = None,
        positions: Tensor | None = None,
        cache: KVCache | None = None,
        at: Tensor | None = None,
        return_weights: bool = False,
    ) -> Tensor | tuple[Tensor, list[Tensor]]:
        """Return the scores of every possible next token, after each token.

        Texts of unequal length are padded on the right: no real token looks at what comes after it. To go on writing such a batch with
        a cache, give each text's next token its own position.

        Args:
            ids: (B, T) integers from 0 to V − 1.
            mask: (B, S) bool, False for keys that nobody may look at; for padding elsewhere than on the right.
            positions: (T,) or (B, T) integers; they count on from the cache by default.
            cache: from :meth:`new_cache`; holds the tokens before these, and these are added to it.
            at: (B,) integers from 0 to T − 1: return the scores after this token of each text alone, as reading a prompt needs them; a
                long prompt's other scores would take more memory than all the rest.
            return_weights: also return each layer's attention weights.

        Returns:
            logits (B, T, V), or (B, 1, V) with ``at``; and L tensors (B, H, T, S) on request.

        Raises:
            ValueError: if an id, a position or a shape does not fit.
        """
        states, weights = self._run(ids, mask, positions, cache, return_weights, keep=False)
        last = states[-1]
        if at is not None:
            if at.shape != ids.shape[:1]:
                raise ValueError(f"expected one place for each of {len(ids)} texts, got shape {tuple(at.shape)}")
            last = last[torch.arange(len(ids), device=ids.device), at].unsqueeze(1)
        logits = self.unembed(last)
        return (logits, weights) if return_weights else logits

    def _run(
        self, ids: Tensor, mask: Tensor | None, positions: Tensor | None, cache: KVCache | None, return_weights: bool, keep: bool
    ) -> tuple[list[Tensor], list[Tensor]]:
        """Pass tokens through all blocks; return every state, or the last, and the attention weights or an empty list."""
        places, visible = place_tokens(ids, self.config.context, positions, mask, cache)
        try:
            x, rotation = self.embed(ids, places)
        except IndexError as error:  # looking for it beforehand would cost every call
            known = f"expected token ids from 0 to {self.config.vocabulary - 1}"
            raise ValueError(f"{known}, got ids from {int(ids.min())} to {int(ids.max())}") from error
        if cache is not None:
            cache.reserve(ids.shape[1], places if positions is not None and isinstance(places, Tensor) else None)
        shared = ForwardPass(visible, cache, return_weights, rotation)
        states, all_weights = [x], []
        for block in self.blocks:
            x, weights = block(x, shared)
            states = [*states, x] if keep else [x]
            if return_weights:
                all_weights.append(weights)
        return states, all_weights

    def hidden_states(self, ids: Tensor, *, mask: Tensor | None = None, positions: Tensor | None = None) -> list[Tensor]:
        """Return what every layer leaves in the residual stream: the embedding, then each block's output, before the final norm.

        Args:
            ids, mask, positions: as for :meth:`forward`.

        Returns:
            L + 1 tensors (B, T, C); :meth:`unembed` reads any of them as a guess at the next token ("logit lens").
        """
        return self._run(ids, mask, positions, None, False, keep=True)[0]

    def unembed(self, hidden: Tensor) -> Tensor:
        """Return the scores of the next token that a hidden state (..., C) stands for, (..., V)."""
        hidden = self.norm(hidden)
        return F.linear(hidden, self.token_embedding.weight) if self.unembedding is None else self.unembedding(hidden)

    def loss(self, ids: Tensor, targets: Tensor, *, mask: Tensor | None = None, positions: Tensor | None = None) -> Tensor:
        """Return the mean cross-entropy of the targets, in nats a token, without holding all logits.

        Args:
            ids: (B, T).
            targets: (B, T), the token that follows each; −100 where there is nothing to predict.
            mask, positions: as for :meth:`forward`.
        """
        states, _ = self._run(ids, mask, positions, None, False, keep=False)
        return linear_cross_entropy(self.norm(states[-1]), self.output_weight, targets)

    def new_cache(self, batch: int, length: int | None = None) -> KVCache:
        """Return an empty cache for ``batch`` texts of up to ``length`` positions: the model's context by default, and at most."""
        length = self.config.context if length is None else min(length, self.config.context)
        weight = self.token_embedding.weight
        return KVCache(
            self.config.layers, batch, self.config.key_heads, length, self.config.head_size, dtype=weight.dtype, device=weight.device
        )

    @torch.no_grad()
    def _initialise(self, generator: torch.Generator | None) -> None:
        """Draw weights of deviation 0.02; smaller by √(2L) for what two sub-layers a block add to the residual stream (GPT-2's way)."""
        for name, module in self.named_modules():
            if isinstance(module, nn.Linear | nn.Embedding):
                residual = name.endswith(("attention.output", "feed_forward.narrow"))
                module.weight.normal_(std=0.02 / math.sqrt(2 * self.config.layers) if residual else 0.02, generator=generator)
            if isinstance(module, nn.Linear) and module.bias is not None:
                module.bias.zero_()
