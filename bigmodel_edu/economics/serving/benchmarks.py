"""Measurements that others published, beside what the roofline allows: how much of the roof good software reaches."""

from dataclasses import dataclass

from bigmodel_edu.economics.serving.devices import Device
from bigmodel_edu.economics.serving.roofline import Bits, decode_step
from bigmodel_edu.economics.serving.throughput import serve
from bigmodel_edu.facts import architecture, fact
from bigmodel_edu.language import _

FOUR_BITS_IN_GROUPS = 4 + 32 / 32
"""Bits a weight of gpt-fast's 4-bit format: 4, and a scale and a zero of 16 bits each for every 32 weights."""


@dataclass(frozen=True)
class Benchmark:
    """A published measurement and the roof over it.

    Attributes:
        key: of the fact.
        label: what was measured, short.
        measured: tokens written a second, as published; for several chips and few requests, those of one request.
        roof: tokens written a second that the roofline allows.
    """

    key: str
    label: str
    measured: float
    roof: float

    @property
    def reached(self) -> float:
        """Share of the roof that was reached; above 1 would mean a wrong roof."""
        return self.measured / self.roof


def _one_at_a_time(key: str, model: str, bits: Bits, devices: int, label: str) -> Benchmark:
    """One request at a time on A100s: prompts of 5 tokens, answers of 200 (gpt-fast's default)."""
    step = decode_step(architecture(model), Device.published("a100-80gb"), 1, 5 + 100, bits, devices=devices)
    return Benchmark(key, label, float(fact(key).value), 1 / step.seconds)


def _as_many_as_fit(lengths: str) -> Benchmark:
    """Llama 3.1 8B in 8 bits on one H100, as many requests as fit."""
    key = f"tensorrt.llama3-8b.h100.{lengths}"
    read, written = (int(length) for length in lengths.split("-"))
    service = serve(architecture("llama3-8b"), Device.published("h100"), read, written, bits=Bits(8, 8, 8))
    return Benchmark(key, f"8B H100 8 bits, {read}/{written}", float(fact(key).value), service.written_per_second)


def published_benchmarks() -> list[Benchmark]:
    """Return published throughputs with the roof over each.

    In words: single requests on A100s are bound by the bandwidth at which weights are read; full batches on an H100 by computing
    where prompts are long, by the caches' bytes where answers are. Each source says what it measured; the cards of gpt-fast were limited
    to 330 W, and exchange between cards is not in the roof.

    Source: the facts named by each key (gpt-fast 2023; TensorRT-LLM 2025; Pope et al. 2022).

    >>> all(0.2 < benchmark.reached < 1 for benchmark in published_benchmarks())
    True
    """
    single = [
        _one_at_a_time("gptfast.llama2-7b.16bit", "llama2-7b", Bits(), 1, _("7B A100 16 bits, one request")),
        _one_at_a_time("gptfast.llama2-7b.8bit", "llama2-7b", Bits(8), 1, _("7B A100 8 bits, one request")),
        _one_at_a_time("gptfast.llama2-7b.4bit", "llama2-7b", Bits(FOUR_BITS_IN_GROUPS), 1, _("7B A100 4 bits, one request")),
        _one_at_a_time("gptfast.llama2-70b.8bit", "llama2-70b", Bits(8), 1, _("70B A100 8 bits, one request")),
        _one_at_a_time("gptfast.llama2-70b.4bit", "llama2-70b", Bits(FOUR_BITS_IN_GROUPS), 1, _("70B A100 4 bits, one request")),
        _one_at_a_time("gptfast.llama2-70b.16bit-8gpus", "llama2-70b", Bits(), 8, _("70B 8 A100 16 bits, one request")),
    ]
    lengths = ("128-128", "128-2048", "128-4096", "500-2000", "1000-1000", "1000-2000", "2048-128", "2048-2048", "5000-500", "20000-2000")
    step = decode_step(architecture("palm-540b"), Device.published("tpu-v4"), 1, 2048, Bits(8), devices=64)
    key = "pope.palm-540b.step"  # the source says "low batch size": one request gives the least time of a step, hence still a roof
    palm = Benchmark(key, _("540B 64 TPU v4 8 bits, few requests"), 1 / float(fact(key).value), 1 / step.seconds)
    return [*single, *(_as_many_as_fit(pair) for pair in lengths), palm]
