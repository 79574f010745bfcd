"""Accelerators and what their data sheets promise: dense peaks, never the doubled ones for sparse weights."""

from dataclasses import dataclass

from bigmodel_edu.economics.ranges import POSITIVE, require
from bigmodel_edu.facts import fact, facts

DEVICES = ("p100", "v100", "t4", "a100-40gb", "a100-80gb", "l4", "h100", "h200", "tpu-v4")
"""Names that :meth:`Device.published` knows."""


@dataclass(frozen=True)
class Device:
    """An accelerator, or anything that computes and reads memory.

    Attributes:
        name: how people call it.
        peak_flops: dense peak with 16-bit numbers, FLOP/s.
        bandwidth: memory bandwidth, B/s.
        memory: B.
        peak_flops_8bit: dense peak with 8-bit numbers, FLOP/s; None where 8-bit weights are computed with in 16 bits.
        watts: the most that it draws; None where the data sheet does not say.

    >>> h100 = Device.published("h100")
    >>> round(h100.balance)
    295
    """

    name: str
    peak_flops: float
    bandwidth: float
    memory: float
    peak_flops_8bit: float | None = None
    watts: float | None = None

    def __post_init__(self) -> None:
        for field in ("peak_flops", "bandwidth", "memory"):
            require(field, getattr(self, field), POSITIVE)

    @classmethod
    def published(cls, name: str) -> "Device":
        """Return a device of the registry.

        Raises:
            ValueError: if the registry has none of that name.
        """
        if name not in DEVICES:
            raise ValueError(f"expected a device among {', '.join(DEVICES)}, got {name!r}")
        eight, watts = facts().get(f"{name}.peak-8bit"), facts().get(f"{name}.power")
        return cls(
            name,
            float(fact(f"{name}.peak-16bit").value),
            float(fact(f"{name}.bandwidth").value),
            float(fact(f"{name}.memory").value),
            float(eight.value) if eight else None,
            float(watts.value) if watts else None,
        )

    @property
    def balance(self) -> float:
        """Operations for each byte read at which computing takes as long as reading: peak / bandwidth, FLOP/B."""
        return self.peak_flops / self.bandwidth

    def peak(self, bits: float) -> float:
        """Dense peak when weights have so many bits, FLOP/s; formats that the device cannot compute in are computed in 16 bits."""
        return self.peak_flops_8bit if bits == 8 and self.peak_flops_8bit else self.peak_flops
