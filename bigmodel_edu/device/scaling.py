"""One notebook for every machine: a larger configuration where the hardware allows."""

from typing import TypeVar

import torch

from bigmodel_edu.device.choose import choose_device
from bigmodel_edu.device.memory_use import GIB, memory_report

Configuration = TypeVar("Configuration")


def scale(small: Configuration, large: Configuration, *, device: str | torch.device | None = None, memory: float = 0.0) -> Configuration:
    """Return ``small`` on a CPU and ``large`` on an accelerator that has the memory for it.

    Args:
        small: what two CPU cores can do: a configuration, a number of steps, anything.
        large: the same thing for a GPU.
        device: as for :func:`choose_device`.
        memory: GiB that ``large`` needs on the accelerator, 0 or more.

    Raises:
        TypeError: if the two are of different types, which would surprise whoever uses the result.
        ValueError: if memory is negative.

    >>> scale(200, 5_000, device="cpu")
    200
    """
    if type(small) is not type(large):
        raise TypeError(f"expected small and large of the same type, got {type(small).__name__} and {type(large).__name__}")
    if memory < 0:
        raise ValueError(f"expected memory of 0 GiB or more, got {memory}")
    device = choose_device(device)
    if device.type == "cpu" or memory_report(device).available < memory * GIB:
        return small
    return large
