"""The roofline of reading a prompt (prefill) and of writing tokens (decode): the least time that a pass can take."""

import math
from dataclasses import dataclass
from typing import Literal

from bigmodel_edu.economics.ranges import COUNT, POSITIVE, require
from bigmodel_edu.economics.serving.devices import Device
from bigmodel_edu.economics.sizes import forward_flops, kv_bytes_per_token, matrix_parameters, parameters, weight_bytes
from bigmodel_edu.facts import Architecture


@dataclass(frozen=True)
class Bits:
    """Number formats of serving.

    Attributes:
        weights: bits a weight, with its share of scales: 16, 8, about 5 for 4 bits in groups of 32.
        cache: bits a number of keys and values.
        compute: bits of the format that products are computed in; 8 only where the device can.
    """

    weights: float = 16
    cache: float = 16
    compute: float = 16

    def __post_init__(self) -> None:
        for field in ("weights", "cache", "compute"):
            require(field, getattr(self, field), POSITIVE)


@dataclass(frozen=True)
class Step:
    """The least time of one pass through the model.

    Attributes:
        compute_seconds: operations / peak.
        memory_seconds: bytes / bandwidth.
    """

    compute_seconds: float
    memory_seconds: float

    @property
    def seconds(self) -> float:
        """The larger of both: computing and reading go on at the same time."""
        return max(self.compute_seconds, self.memory_seconds)

    @property
    def bound(self) -> Literal["compute", "memory"]:
        """Which of both takes longer."""
        return "compute" if self.compute_seconds >= self.memory_seconds else "memory"


def _weights_read(model: Architecture, tokens: float) -> float:
    """Weights that a pass over several tokens reads once: all matrices, and of the experts those that any of the tokens picks."""
    read = matrix_parameters(model)
    if model.experts is None:
        return read
    experts = model.experts
    one = (3 if model.gated else 2) * model.width * experts.hidden
    touched = experts.count * (1 - (1 - experts.active / experts.count) ** tokens)  # expected, if tokens pick independently
    return float(read + (model.layers - experts.dense_layers) * (touched - experts.active) * one)


def decode_step(model: Architecture, device: Device, batch: int, context: float, bits: Bits | None = None, *, devices: int = 1) -> Step:
    r"""Least time in which each of a batch of requests gets one more token.

    .. math:: t = \max\left(\frac{2 B N + 4 L B S H D}{n P},\ \frac{N b_w + B S\, b_{kv}}{n M}\right)

    In words: every step reads all the weights once for the whole batch, and each request's own keys and values; it computes two
    operations a weight for each request. Weights are shared, caches are not: a larger batch makes a token cheaper until caches or
    computing take over.

    Args:
        model: a published configuration.
        device: one of the devices.
        batch: B, requests at once.
        context: S, tokens that each request has behind it, on average.
        bits: formats; 16 bits by default.
        devices: n, that share the work evenly; exchanging data is not counted, so the true time is longer.

    Source: Williams et al. 2009, Roofline; Pope et al. 2022, section 2.

    >>> from bigmodel_edu.facts import architecture
    >>> step = decode_step(architecture("llama2-7b"), Device.published("a100-80gb"), batch=1, context=5)
    >>> step.bound, round(1 / step.seconds)
    ('memory', 154)
    """
    bits = bits or Bits()
    require("batch", batch, COUNT)
    require("context", context, POSITIVE)
    require("devices", devices, COUNT)
    attention = 4 * model.layers * context * model.heads * model.head_size
    operations = batch * (2 * matrix_parameters(model) + attention)
    moved = _weights_read(model, batch) * bits.weights / 8 + batch * context * kv_bytes_per_token(model, bits.cache)
    return Step(operations / (devices * device.peak(bits.compute)), moved / (devices * device.bandwidth))


def prefill(model: Architecture, device: Device, tokens: int, bits: Bits | None = None, *, devices: int = 1) -> Step:
    r"""Least time to read one prompt.

    .. math:: t = \max\left(\frac{2 T N + 2 L T^2 H D}{n P},\ \frac{N b_w + T\, b_{kv}}{n M}\right)

    In words: all the prompt's tokens go through the weights in one pass, which reads the weights once: reading a prompt is bound by
    computing, writing an answer by memory. That is why price lists charge less for tokens read. Only the scores that a causal model
    needs are counted, and the output layer once: the rest can be left out, and good software does.

    Args:
        model, device, bits, devices: as for :func:`decode_step`.
        tokens: T, of the prompt.

    >>> from bigmodel_edu.facts import architecture
    >>> step = prefill(architecture("llama3-8b"), Device.published("h100"), tokens=2048)
    >>> step.bound, round(step.seconds * 1000)
    ('compute', 30)
    """
    bits = bits or Bits()
    require("devices", devices, COUNT)
    operations = forward_flops(model, tokens, causal=True) - 2 * (tokens - 1) * model.vocabulary * model.width
    moved = _weights_read(model, tokens) * bits.weights / 8 + tokens * kv_bytes_per_token(model, bits.cache)
    return Step(operations / (devices * device.peak(bits.compute)), moved / (devices * device.bandwidth))


def largest_batch(model: Architecture, device: Device, context: float, bits: Bits | None = None, *, devices: int = 1) -> int:
    """Requests whose keys and values fit beside the weights: (n × memory − weights) / (context × bytes a token).

    Args:
        model, device, bits, devices: as for :func:`decode_step`.
        context: tokens that each request has behind it, on average.

    Raises:
        ValueError: if not even one fits; the message says how much is needed.

    >>> from bigmodel_edu.facts import architecture
    >>> largest_batch(architecture("llama3-8b"), Device.published("h100"), context=4096)
    119
    """
    bits = bits or Bits()
    one = require("context", context, POSITIVE) * kv_bytes_per_token(model, bits.cache)
    weights, memory = weight_bytes(model, bits.weights), require("devices", devices, COUNT) * device.memory
    batch = math.floor((memory - weights) / one)
    if batch < 1:
        raise ValueError(
            f"expected memory for the weights and one request, {(weights + one) / 1e9:,.1f} GB for {model.title} "
            f"({parameters(model):,} weights of {bits.weights:g} bits), got {memory / 1e9:,.1f} GB ({devices} × {device.name}): "
            "take more devices or fewer bits"
        )
    return batch
