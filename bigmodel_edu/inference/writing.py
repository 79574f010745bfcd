"""A decoder's next token as fast as Python allows: the same sums as the model's own forward pass, without its surroundings.

Writing one token is two operations a weight. In a small model, or at batch 1, calling modules costs more than computing: the steps
here hold the weights in tuples and call torch directly. Several texts are written together as Orca does (Yu et al. 2022, "selective
batching"): all matrix products take all texts at once, and attention takes each text with its own cache. So texts of any lengths
come and go at any step, without padding.
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bigmodel_edu.models.cache import KVCache
from bigmodel_edu.models.gpt import GPT
from bigmodel_edu.models.language_model import LanguageModel
from bigmodel_edu.models.llama import Llama

Step = Callable[[Tensor, list[int], Sequence[KVCache]], Tensor]  # (tokens (B,), positions, caches) → (B, V)
COPIED = 2**20  # layers up to so many weights are copied in the order that one token reads them; larger ones wait for memory anyway


class Writer:
    """Reads prompts into caches and writes the next tokens of many texts at once.

    Args:
        model: in evaluation mode; its weights must stay what they are (small layers are copied): make a new writer after a change.

    >>> from bigmodel_edu.models.gpt import GPTConfig
    >>> model = GPT(GPTConfig(vocabulary=50, context=16, layers=2, heads=2, width=8)).eval()
    >>> writer = Writer(model)
    >>> cache, logits = writer.read([3, 1, 4], room=5)
    >>> again = writer.step([1], [cache])
    >>> torch.allclose(again[0], model(torch.tensor([[3, 1, 4, 1]]))[0, -1], atol=1e-5)
    True
    """

    def __init__(self, model: LanguageModel) -> None:
        self.model = model
        self.device = model.token_embedding.weight.device
        self._step = _step_of(model)

    @torch.inference_mode()
    def read(self, ids: Sequence[int], room: int) -> tuple[KVCache, Tensor]:
        """Read a prompt.

        Args:
            ids: at least one token.
            room: how many tokens may follow.

        Returns:
            the prompt's cache, and the scores of the token after it, (V,).

        Raises:
            ValueError: if the prompt is empty, longer than the model's context, or holds an unknown id.
        """
        if not ids:
            raise ValueError("expected a prompt of at least one token, got none")
        cache = self.model.new_cache(1, len(ids) + room)
        last = torch.tensor([len(ids) - 1], device=self.device)
        logits = self.model(torch.tensor([list(ids)], device=self.device), cache=cache, at=last)
        return cache, logits[0, -1]

    @torch.inference_mode()
    def step(self, tokens: Sequence[int], caches: Sequence[KVCache]) -> Tensor:
        """Take in one more token of each text and return the scores of the one after it.

        Args:
            tokens: one for each text.
            caches: each text's own; they grow by one position.

        Returns:
            (B, V).

        Raises:
            ValueError: if a cache is full.
        """
        positions = [cache.length for cache in caches]
        for cache in caches:
            cache.reserve(1)
        return self._step(torch.tensor(tokens, device=self.device), positions, caches)


def _step_of(model: LanguageModel) -> Step:
    """Return the fastest step that a model has: the direct one where its parts are known, else its own forward pass."""
    if isinstance(model, GPT) and model.config.pre_norm:
        return _gpt_step(model)
    if isinstance(model, Llama):
        return _llama_step(model)
    return _plain_step(model)


def _plain_step(model: LanguageModel) -> Step:
    """Return a step that calls the model for each text: for models whose parts are not known here."""

    def step(tokens: Tensor, positions: list[int], caches: Sequence[KVCache]) -> Tensor:
        rows = []
        for row, cache in enumerate(caches):
            cache.length = positions[row]  # the model reserves for itself
            rows.append(model(tokens[row : row + 1, None], cache=cache)[:, -1])
        return torch.cat(rows)

    return step


def _call(layer: nn.Module) -> Callable[[Tensor], Tensor]:
    """Return a linear layer as a function: its product alone, or what its class does (quantized layers)."""
    return _product(layer.weight, layer.bias) if type(layer) is nn.Linear else layer.forward


def _product(weight: Tensor, bias: Tensor | None = None) -> Callable[[Tensor], Tensor]:
    """Return x ↦ x · weightᵀ + bias for x (B, inputs)."""
    turned = weight.detach().T  # (inputs, outputs)
    if weight.numel() <= COPIED:
        turned = turned.contiguous()
    if bias is None:
        return lambda x: torch.mm(x, turned)
    return lambda x: torch.addmm(bias, x, turned)


def _attend(query: Tensor, new: Tensor, positions: list[int], caches: Sequence[KVCache], layer: int) -> Tensor:
    """Add each text's key and value, new (B, 2, 1, G, 1, D), to its cache and mix what is there for its query (B, 1, G, H/G, D)."""
    attend, mixed = F.scaled_dot_product_attention, []
    for question, pair, position, cache in zip(query.unbind(), new.unbind(), positions, caches, strict=True):
        stored = cache.pairs[layer]  # (2, 1, G, S, D)
        stored.narrow(3, position, 1).copy_(pair)
        keys, values = stored.narrow(3, 0, position + 1).unbind()
        mixed.append(attend(question, keys, values))
    return mixed[0] if len(mixed) == 1 else torch.cat(mixed)


def _gpt_step(model: GPT) -> Step:
    width, heads, size = model.config.width, model.config.heads, model.config.head_size
    embedding, places, shape = model.token_embedding.weight, model.position_embedding.weight, (model.config.width,)
    blocks: Any = model.blocks
    activate = blocks[0].feed_forward.activation
    layers = [_gpt_layer(block) for block in blocks]
    norm: Any = model.norm
    unembed = _output(model)

    def step(tokens: Tensor, positions: list[int], caches: Sequence[KVCache]) -> Tensor:
        batch, normalise = len(positions), torch.layer_norm
        x = embedding[tokens] + places[torch.tensor(positions, device=tokens.device)]  # (B, C)
        for number, (norm1, query_key_value, output, norm2, widen, narrow) in enumerate(layers):
            three = query_key_value(normalise(x, shape, *norm1)).view(batch, 3, 1, heads, 1, size)
            x = x + output(_attend(three[:, 0], three[:, 1:], positions, caches, number).view(batch, width))
            x = x + narrow(activate(widen(normalise(x, shape, *norm2))))
        return unembed(normalise(x, shape, norm.weight, norm.bias, norm.epsilon))

    return step


def _gpt_layer(block: Any) -> tuple[Any, ...]:
    norms = [(norm.weight, norm.bias, norm.epsilon) for norm in (block.attention_norm, block.feed_forward_norm)]
    attention, feed_forward = block.attention, block.feed_forward
    products = [_call(layer) for layer in (attention.query_key_value, attention.output, feed_forward.widen, feed_forward.narrow)]
    return norms[0], products[0], products[1], norms[1], products[2], products[3]


def _llama_step(model: Llama) -> Step:
    sizes = model.config
    heads, groups, size, width = sizes.heads, sizes.key_heads, sizes.head_size, sizes.width
    layers, embedding, unembed = [_llama_layer(block) for block in model.blocks], model.token_embedding.weight, _output(model)
    cosines, sines = _turns(model)
    norm: Any = model.norm

    def step(tokens: Tensor, positions: list[int], caches: Sequence[KVCache]) -> Tensor:
        batch, normalise, silu = len(positions), F.rms_norm, F.silu
        x = embedding[tokens]
        where = torch.tensor(positions, device=tokens.device)
        cosine, sine = cosines[where].unsqueeze(1), sines[where].unsqueeze(1)  # (B, 1, D): the same for every head
        for number, (norm1, query, key, value, output, norm2, gate, widen, narrow) in enumerate(layers):
            y = normalise(x, (width,), *norm1)
            both = torch.cat([query(y), key(y)], dim=-1).view(batch, heads + groups, size)
            both = torch.addcmul(both * cosine, both.roll(size // 2, -1), sine).to(y.dtype)  # queries and keys turn together
            turned = both[:, :heads].reshape(batch, 1, groups, heads // groups, size)
            new = torch.stack([both[:, heads:], value(y).view(batch, groups, size)], dim=1).view(batch, 2, 1, groups, 1, size)
            mixed = _attend(turned, new, positions, caches, number)
            x = x + output(mixed.view(batch, width))
            y = normalise(x, (width,), *norm2)
            x = x + narrow(silu(gate(y)).mul_(widen(y)))
        return unembed(normalise(x, (width,), norm.weight, norm.epsilon))

    return step


def _llama_layer(block: Any) -> tuple[Any, ...]:
    norms = [(norm.weight, norm.epsilon) for norm in (block.attention_norm, block.feed_forward_norm)]
    attention, feed_forward = block.attention, block.feed_forward
    first = [_call(layer) for layer in (attention.query, attention.key, attention.value, attention.output)]
    return norms[0], *first, norms[1], *(_call(layer) for layer in (feed_forward.gate, feed_forward.widen, feed_forward.narrow))


def _turns(model: Llama) -> tuple[Tensor, Tensor]:
    """Return (context, D) cosines, and sines with the sign of the half that they are for: x · cos + (halves swapped) · sin."""
    everywhere = slice(0, model.config.context)
    _, (cosine, sine) = model.embed(torch.zeros(1, 1, dtype=torch.long, device=model.token_embedding.weight.device), everywhere)
    return torch.cat([cosine, cosine], dim=-1), torch.cat([-sine, sine], dim=-1)


def _output(model: LanguageModel) -> Callable[[Tensor], Tensor]:
    if model.unembedding is not None:
        return _call(model.unembedding)
    return _product(model.token_embedding.weight)
