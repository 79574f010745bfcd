"""How fast hardware can serve a model, and what a million tokens cost.

The roofline says what the hardware allows; published measurements say how much of it good software reaches.
"""

from bigmodel_edu.economics.serving.benchmarks import Benchmark, published_benchmarks
from bigmodel_edu.economics.serving.cost import (
    blended_price,
    cost_per_million_tokens,
    reading_and_writing_cost,
    required_machines,
)
from bigmodel_edu.economics.serving.devices import DEVICES, Device
from bigmodel_edu.economics.serving.list_prices import ListPrice, Offer, offers
from bigmodel_edu.economics.serving.roofline import Bits, Step, decode_step, largest_batch, prefill
from bigmodel_edu.economics.serving.throughput import Service, serve

__all__ = [
    "DEVICES",
    "Benchmark",
    "Bits",
    "Device",
    "ListPrice",
    "Offer",
    "Service",
    "Step",
    "blended_price",
    "cost_per_million_tokens",
    "decode_step",
    "largest_batch",
    "offers",
    "prefill",
    "published_benchmarks",
    "reading_and_writing_cost",
    "required_machines",
    "serve",
]
