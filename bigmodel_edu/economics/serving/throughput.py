"""Serving many requests at once: throughput, latency, and the batch between them."""

from dataclasses import dataclass

from bigmodel_edu.economics.ranges import COUNT, PART, require
from bigmodel_edu.economics.serving.devices import Device
from bigmodel_edu.economics.serving.roofline import Bits, Step, decode_step, largest_batch, prefill
from bigmodel_edu.facts import Architecture


@dataclass(frozen=True)
class Service:
    """What a group of devices gives when it serves a steady stream of equal requests.

    Attributes:
        batch: requests at once.
        tokens_read, tokens_written: of a request.
        reading: the pass over one prompt.
        writing: one step of writing, for the whole batch.
        efficiency: share of the roofline that is reached.
    """

    batch: int
    tokens_read: int
    tokens_written: int
    reading: Step
    writing: Step
    efficiency: float

    @property
    def seconds_per_request(self) -> float:
        """Time of the devices that one request takes, s: its prompt, and its share of the steps."""
        return (self.reading.seconds + self.tokens_written * self.writing.seconds / self.batch) / self.efficiency

    @property
    def requests_per_second(self) -> float:
        """Requests that are finished each second."""
        return 1 / self.seconds_per_request

    @property
    def written_per_second(self) -> float:
        """Tokens written each second, by all requests together."""
        return self.tokens_written / self.seconds_per_request

    @property
    def read_per_second(self) -> float:
        """Tokens read each second, by all requests together."""
        return self.tokens_read / self.seconds_per_request

    @property
    def speed_for_one(self) -> float:
        """Tokens a second that one request sees while it is answered: it waits for the batch, and for others' prompts."""
        return self.written_per_second / self.batch

    @property
    def first_token_seconds(self) -> float:
        """Least wait for the first token, s: one's own prompt; queues come on top."""
        return self.reading.seconds / self.efficiency

    @property
    def reading_share(self) -> float:
        """Share of the devices' time that goes into reading prompts."""
        return self.reading.seconds / self.efficiency / self.seconds_per_request


def serve(
    model: Architecture,
    device: Device,
    tokens_read: int,
    tokens_written: int,
    *,
    batch: int | None = None,
    bits: Bits | None = None,
    devices: int = 1,
    efficiency: float = 1.0,
) -> Service:
    r"""Predict a steady service: prompts are read one at a time, answers are written together.

    .. math:: R = \frac{\eta\, T_\text{out}}{t_\text{read} + T_\text{out}\, t_\text{step}(B) / B}

    In words: each request takes the time of its own prompt and, for each token that it writes, its share of a step; tokens a second
    are its tokens over that time. Requests are in all stages at once, so the context is on average the prompt and half the answer.
    Prompts and steps take turns; software that computes both in one pass can gain a little more.

    Args:
        model, device, bits, devices: as for :func:`~bigmodel_edu.economics.serving.decode_step`.
        tokens_read, tokens_written: of a request, 1 or more.
        batch: B, requests at once; by default as many as fit.
        efficiency: η, share of the roofline that the software reaches; 1 gives the roof itself.

    Raises:
        ValueError: if the batch does not fit, or an input is out of its range.

    Source: Pope et al. 2022, section 2; continuous batching, Yu et al. 2022, Orca.

    >>> from bigmodel_edu.facts import architecture
    >>> service = serve(architecture("llama3-8b"), Device.published("h100"), 1000, 1000, bits=Bits(8, 8, 8))
    >>> service.batch, service.writing.bound, round(service.written_per_second, -3)
    (732, 'memory', 25000.0)
    """
    bits = bits or Bits()
    require("tokens_read", tokens_read, COUNT)
    require("tokens_written", tokens_written, COUNT)
    require("efficiency", efficiency, PART)
    context = tokens_read + tokens_written / 2
    most = largest_batch(model, device, context, bits, devices=devices)
    if batch is not None and require("batch", batch, COUNT) > most:
        raise ValueError(f"expected a batch of at most {most}, which is what fits into {devices} × {device.name}, got {batch}")
    size = batch or most
    reading = prefill(model, device, tokens_read, bits, devices=devices)
    writing = decode_step(model, device, size, context, bits, devices=devices)
    return Service(size, tokens_read, tokens_written, reading, writing, efficiency)
