"""The sizes of published language models, from ``architectures.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bigmodel_edu.facts.fact import Source, require_date
from bigmodel_edu.facts.registry import sources

TABLE = Path(__file__).with_name("architectures.toml")


@dataclass(frozen=True)
class Experts:
    """A feed-forward layer of which each token uses a few parts.

    Attributes:
        count: experts that a router chooses from.
        active: experts that one token uses.
        hidden: width in the middle of one expert.
        shared: experts that every token uses, besides.
        dense_layers: layers, counted from the bottom, that have an ordinary feed-forward layer.
        router_biases: whether the router has one bias an expert.
    """

    count: int
    active: int
    hidden: int
    shared: int = 0
    dense_layers: int = 0
    router_biases: bool = False


@dataclass(frozen=True)
class LatentAttention:
    """Attention whose keys and values are kept as one short vector a token (DeepSeek-AI 2024, section 2.1.1).

    Attributes:
        query_rank: size of the short vector that queries are made from.
        key_value_rank: size of the one that keys and values are made from; it is cached.
        rotary_size: size of the key with positions that all heads share; it is cached, too.
    """

    query_rank: int
    key_value_rank: int
    rotary_size: int


@dataclass(frozen=True)
class Architecture:
    """The sizes of a Transformer from which its weights, operations and memory follow.

    Attributes:
        name: key in the table, such as ``gpt2-small``.
        title: how people call it.
        published: the day on which it was, as exactly as known.
        source: where the sizes were read.
        layers, width, heads, head_size, hidden, vocabulary, context: L, C, H, D, the feed-forward layer's middle, V, T.
        key_heads: heads that keys and values have; by default as many as queries.
        learned_positions: positions that have a learned vector; 0 for rotary positions and the like.
        gated: whether the feed-forward layer has three matrices (SwiGLU) instead of two.
        biases: whether linear layers have biases.
        norm_values: values that a norm learns for each channel: 2 (LayerNorm) or 1 (RMSNorm).
        norms: norms in a block.
        outer_norms: norms outside the blocks.
        tied: whether the output layer is the embedding.
        segments: kinds of segments with a learned vector (BERT: 2).
        pooler: whether a dense layer follows on the first token (BERT).
        experts, latent: set for mixtures of experts and for latent attention.
        note: what to know about the published sizes.

    Raises:
        TypeError, ValueError: if a size cannot be.
    """

    name: str
    title: str
    published: str
    source: Source
    layers: int
    width: int
    heads: int
    head_size: int
    hidden: int
    vocabulary: int
    context: int
    key_heads: int = 0
    learned_positions: int = 0
    gated: bool = False
    biases: bool = False
    norm_values: int = 1
    norms: int = 2
    outer_norms: int = 1
    tied: bool = False
    segments: int = 0
    pooler: bool = False
    experts: Experts | None = None
    latent: LatentAttention | None = None
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key_heads", self.key_heads or self.heads)
        require_date(f"architecture {self.name}", self.published)
        for size in ("layers", "width", "heads", "head_size", "hidden", "vocabulary", "context", "key_heads"):
            value = getattr(self, size)
            if not isinstance(value, int) or isinstance(value, bool):
                raise TypeError(f"expected {self.name}.{size} to be a whole number, got {value!r}")
            if value < 1:
                raise ValueError(f"expected {self.name}.{size} of 1 or more, got {value}")
        if self.heads % self.key_heads:
            raise ValueError(f"expected {self.name}.key_heads to divide heads, got {self.key_heads} and {self.heads}")


def _read(name: str, entry: dict[str, Any]) -> Architecture:
    unknown = set(entry) - {field.name for field in fields(Architecture)}
    if unknown:
        raise ValueError(f"expected {name} to have the fields of an Architecture, got {', '.join(sorted(unknown))} besides")
    if entry["source"] not in sources():
        raise ValueError(f"expected {name} to name a source of the registry, got {entry['source']!r}")
    experts = Experts(**entry["experts"]) if "experts" in entry else None
    latent = LatentAttention(**entry["latent"]) if "latent" in entry else None
    return Architecture(**{**entry, "name": name, "source": sources()[entry["source"]], "experts": experts, "latent": latent})


@cache
def architectures() -> Mapping[str, Architecture]:
    """Return every published configuration by name, in the order of publication; it cannot be changed."""
    document = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return MappingProxyType({name: _read(name, entry) for name, entry in document.items()})


def architecture(name: str) -> Architecture:
    """Return one published configuration.

    Raises:
        ValueError: if there is none; the message names what is near.

    >>> architecture("llama3-8b").key_heads
    8
    """
    if name not in architectures():
        near = get_close_matches(str(name), architectures(), n=5, cutoff=0.3) or list(architectures())
        raise ValueError(f"expected the name of a published model, got {name!r}; near: {', '.join(near)}")
    return architectures()[name]
