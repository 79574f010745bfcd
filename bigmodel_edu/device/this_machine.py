"""What this machine offers, in a form that a notebook can record."""

import os
import platform
from dataclasses import dataclass

import torch

from bigmodel_edu.device.choose import choose_device, choose_dtype
from bigmodel_edu.device.memory_use import GIB, memory_report
from bigmodel_edu.escaping import for_html
from bigmodel_edu.language import _


@dataclass(frozen=True, repr=False)
class DeviceReport:
    """The device that the course's code runs on.

    As the value of a notebook cell (``repr`` and HTML) it names only the kind of device and the number format, which are the same
    on every machine of that kind. ``print(report)`` and ``report.details`` tell the rest.

    Attributes:
        device: "cpu", "cuda" or "mps".
        dtype: number format to train in, "float32" or "bfloat16".
        name: the processor's or the card's name.
        cores: threads that torch computes with on the CPU.
        memory: bytes that the device has.
        available: bytes that a new computation can take.
        torch: version of torch.
    """

    device: str
    dtype: str
    name: str
    cores: int
    memory: int
    available: int
    torch: str

    @property
    def details(self) -> dict[str, str]:
        """The whole report as labels and values, in the reader's language."""
        return {
            _("device"): self.device,
            _("name"): self.name,
            _("number format"): self.dtype,
            _("memory"): _("{available:.1f} GiB available of {total:.1f} GiB").format(
                available=self.available / GIB, total=self.memory / GIB
            ),
            _("CPU threads"): str(self.cores),
            "torch": self.torch,
        }

    def __repr__(self) -> str:
        return _("Computation runs on {device} in {dtype}.").format(device=self.device, dtype=self.dtype)

    def _repr_html_(self) -> str:
        return f"<p>{for_html(repr(self))}</p>"

    def __str__(self) -> str:
        width = max(map(len, self.details))
        return "\n".join(f"{label:<{width}}  {value}" for label, value in self.details.items())


def _name(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    except OSError:  # not Linux
        names = []
    return names[0] if names else platform.processor() or platform.machine()


def device_report(device: str | torch.device | None = None) -> DeviceReport:
    """Say what the code will run on: the device, its number format, its memory.

    Args:
        device: as for :func:`choose_device`.

    >>> device_report("cpu")
    Computation runs on cpu in float32.
    """
    device = choose_device(device)
    memory = memory_report(device)
    return DeviceReport(
        device=device.type,
        dtype=str(choose_dtype(device)).removeprefix("torch."),
        name=_name(device),
        cores=min(torch.get_num_threads(), os.cpu_count() or 1),
        memory=memory.total,
        available=memory.available,
        torch=torch.__version__,
    )
