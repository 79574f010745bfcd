"""How many bytes a model takes, in training and in serving."""

import math
from dataclasses import dataclass
from typing import Literal

from bigmodel_edu.economics.ranges import COUNT, POSITIVE, Range, require
from bigmodel_edu.economics.sizes.weights import parameters
from bigmodel_edu.facts import Architecture

OPTIMISERS = {"sgd": 0, "momentum": 4, "adam": 8, "adam-mixed": 12}
"""Bytes that an optimiser keeps for a weight; "adam-mixed" adds a 32-bit copy of 16-bit weights (Rajbhandari et al. 2020, section 3.1)."""

STAGES = Range(0, 3, whole=True)


@dataclass(frozen=True)
class TrainingMemory:
    """Bytes that training keeps on one card, by what they hold.

    Attributes:
        weights, gradients, optimiser, activations: bytes.
    """

    weights: float
    gradients: float
    optimiser: float
    activations: float

    @property
    def total(self) -> float:
        """All of it, bytes."""
        return self.weights + self.gradients + self.optimiser + self.activations


def weight_bytes(model: Architecture, bits: float = 16) -> float:
    """Bytes of a model's weights: N × bits / 8.

    >>> from bigmodel_edu.facts import architecture
    >>> round(weight_bytes(architecture("llama2-7b")) / 1e9, 2)
    13.48
    """
    return parameters(model) * require("bits", bits, POSITIVE) / 8


def kv_bytes_per_token(model: Architecture, bits: float = 16) -> float:
    r"""Bytes of keys and values that serving keeps for one token.

    .. math:: 2\, L\, G\, D\, \tfrac{\text{bits}}{8}

    In words: in each layer a key and a value, for each of the G heads that keys and values have, of D numbers each. Latent attention
    keeps one short vector and one key with positions instead.

    Source: Pope et al. 2022, section 3.3; DeepSeek-AI 2024, section 2.1.1.

    >>> from bigmodel_edu.facts import architecture
    >>> kv_bytes_per_token(architecture("llama3-8b"))
    131072.0
    """
    values = 2 * model.key_heads * model.head_size
    if model.latent is not None:
        values = model.latent.key_value_rank + model.latent.rotary_size
    return model.layers * values * require("bits", bits, POSITIVE) / 8


def activation_bytes(
    model: Architecture, batch: int, tokens: int, *, recompute: Literal["nothing", "attention", "everything"] = "attention"
) -> float:
    r"""Bytes of activations that one card keeps for the way back, 16 bits a number.

    .. math:: L\, T B C \left(34 + 5\,\frac{H T}{C}\right)

    In words: 34 bytes for each layer, token and channel, plus 5 for each entry of the tables of scores; recomputing attention drops
    the second term, recomputing everything leaves only each layer's input, 2 bytes a channel.

    Args:
        model: a configuration with a feed-forward layer four times as wide as the model, without gates: for others an estimate.
        batch: B, sequences on the card.
        tokens: T.
        recompute: what is computed a second time rather than kept.

    Source: Korthikanti et al. 2022, equations 1 and 2, section 5 (arXiv 2205.05198).

    >>> from bigmodel_edu.facts import architecture
    >>> round(activation_bytes(architecture("gpt3"), batch=1, tokens=2048, recompute="nothing") / 1e9)
    275
    """
    require("batch", batch, COUNT)
    require("tokens", tokens, COUNT)
    scores = 5 * model.heads * tokens / model.width
    per_channel = {"nothing": 34 + scores, "attention": 34.0, "everything": 2.0}
    if recompute not in per_channel:
        raise ValueError(f"expected recompute to be {', '.join(per_channel)}, got {recompute!r}")
    return model.layers * tokens * batch * model.width * per_channel[recompute]


def memory_per_gpu(
    parameters: float, stage: int, gpus: int, *, weight: float = 2, gradient: float = 2, optimiser: float = 12
) -> tuple[float, float, float]:
    r"""Bytes of weights, gradients and optimiser on one card of a group that shares them (ZeRO).

    .. math:: \frac{2N}{n_3} + \frac{2N}{n_2} + \frac{12N}{n_1}

    In words: stage 1 cuts the optimiser's numbers into as many parts as there are cards, stage 2 also the gradients, stage 3 also the
    weights; stage 0 cuts nothing.

    Args:
        parameters: N.
        stage: 0 to 3.
        gpus: cards in the group.
        weight, gradient, optimiser: bytes a weight; the defaults are Adam with 16-bit weights and their 32-bit copy: 16 in all.

    Returns:
        Bytes of weights, gradients, optimiser on one card.

    Source: Rajbhandari et al. 2020, section 5 and figure 1.

    >>> [round(sum(memory_per_gpu(7.5e9, stage, 64)) / 1e9, 1) for stage in range(4)]
    [120.0, 31.4, 16.6, 1.9]
    """
    require("stage", stage, STAGES)
    require("gpus", gpus, COUNT)
    n = require("parameters", parameters, POSITIVE)
    return (
        n * weight / (gpus if stage >= 3 else 1),
        n * gradient / (gpus if stage >= 2 else 1),
        n * optimiser / (gpus if stage >= 1 else 1),
    )


def training_memory(
    model: Architecture,
    batch: int,
    tokens: int,
    *,
    optimiser: str = "adam-mixed",
    stage: int = 0,
    gpus: int = 1,
    recompute: Literal["nothing", "attention", "everything"] = "attention",
) -> TrainingMemory:
    """Bytes that training takes on one card: weights, gradients, optimiser and activations.

    In words: what :func:`memory_per_gpu` counts once, and what :func:`activation_bytes` counts for each sequence on the card.

    Args:
        model: a published configuration.
        batch, tokens: sequences on the card, and their length.
        optimiser: a name in OPTIMISERS; weights and gradients take 2 bytes under "adam-mixed", else 4.
        stage, gpus: of sharing, as in :func:`memory_per_gpu`.
        recompute: as in :func:`activation_bytes`.

    >>> from bigmodel_edu.facts import architecture
    >>> memory = training_memory(architecture("gpt2-small"), batch=8, tokens=1024)
    >>> round(memory.total / 2**30, 2)
    4.24
    """
    if optimiser not in OPTIMISERS:
        raise ValueError(f"expected optimiser to be {', '.join(OPTIMISERS)}, got {optimiser!r}")
    width = 2 if optimiser == "adam-mixed" else 4
    states = memory_per_gpu(parameters(model), stage, gpus, weight=width, gradient=width, optimiser=OPTIMISERS[optimiser])
    scale = width / 2  # activation_bytes counts numbers of 16 bits
    activations = math.ceil(activation_bytes(model, batch, tokens, recompute=recompute) * scale)
    return TrainingMemory(*states, activations)
