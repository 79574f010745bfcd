"""Which hardware runs the course's code, in which precision, with how much memory, and whether it computes rightly."""

from bigmodel_edu.device.allocation import keep_memory
from bigmodel_edu.device.choose import choose_device, choose_dtype
from bigmodel_edu.device.memory_use import MemoryReport, memory_report
from bigmodel_edu.device.parity import ParityReport, parity_check
from bigmodel_edu.device.precision import autocast
from bigmodel_edu.device.scaling import scale
from bigmodel_edu.device.seeds import generator, seed_everything
from bigmodel_edu.device.this_machine import DeviceReport, device_report

__all__ = [
    "DeviceReport",
    "MemoryReport",
    "ParityReport",
    "autocast",
    "choose_device",
    "choose_dtype",
    "device_report",
    "generator",
    "keep_memory",
    "memory_report",
    "parity_check",
    "scale",
    "seed_everything",
]
