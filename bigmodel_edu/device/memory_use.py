"""How much memory a device has, and how much is in use."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import psutil
import torch

from bigmodel_edu.device.choose import choose_device
from bigmodel_edu.language import _

GIB = 2**30
CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")  # Linux control groups v2: what a container may use of the machine


@dataclass(frozen=True)
class MemoryReport:
    """Memory of one device, in bytes.

    Attributes:
        device: "cpu", "cuda" or "mps".
        total: what the device has.
        available: what a new computation can take.
        used: what this process holds (CPU: resident set; CUDA and MPS: tensors that torch has allocated).
        peak: the most that torch has held at once on CUDA; on other devices the same as ``used``.
    """

    device: str
    total: int
    available: int
    used: int
    peak: int

    def __str__(self) -> str:
        return _("{device}: {used:.2f} GiB used by this process (peak {peak:.2f}), {available:.1f} of {total:.1f} GiB available").format(
            device=self.device, used=self.used / GIB, peak=self.peak / GIB, available=self.available / GIB, total=self.total / GIB
        )


def _container_limit() -> float:
    try:
        text = CONTAINER_LIMIT.read_text(encoding="ascii").strip()
    except OSError:  # no control groups here (macOS, Windows, an older Linux): the machine is the limit
        return float("inf")
    return float("inf") if text == "max" else int(text)


def _resident_bytes() -> int:
    try:
        return int(psutil.Process().memory_info().rss)
    except psutil.NoSuchProcess:  # Linux without a view of processes, as where submissions are graded: the peak, in KiB
        return int(import_module("resource").getrusage(0).ru_maxrss) * 1024


def _cpu_memory() -> MemoryReport:
    machine, used = psutil.virtual_memory(), _resident_bytes()
    total = int(min(machine.total, _container_limit()))
    return MemoryReport("cpu", total, min(machine.available, total - used), used, used)


def memory_report(device: str | torch.device | None = None) -> MemoryReport:
    """Return how much memory a device has and how much this process uses.

    Args:
        device: as for :func:`choose_device`.

    >>> report = memory_report("cpu")
    >>> 0 < report.used <= report.total
    True
    """
    device = choose_device(device)
    if device.type == "cuda":
        available, total = torch.cuda.mem_get_info(device)
        return MemoryReport("cuda", total, available, torch.cuda.memory_allocated(device), torch.cuda.max_memory_allocated(device))
    if device.type == "mps":
        total, used = torch.mps.recommended_max_memory(), torch.mps.current_allocated_memory()
        return MemoryReport("mps", total, total - used, used, used)
    return _cpu_memory()
