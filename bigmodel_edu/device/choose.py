"""Choose the device and the number format that computation runs in."""

import os

import torch

ENVIRONMENT_VARIABLE = "BIGMODEL_DEVICE"


def _is_available(kind: str) -> bool:
    if kind == "cuda":
        return torch.cuda.is_available()
    if kind == "mps":
        return torch.backends.mps.is_available()
    return kind == "cpu"


def choose_device(name: str | torch.device | None = None) -> torch.device:
    """Return the device to compute on: the fastest kind that this machine has, or the one that is asked for.

    Args:
        name: "cpu", "cuda", "cuda:1", "mps" or a torch device. By default the environment variable ``BIGMODEL_DEVICE``
            decides, and without it the first of CUDA, MPS and CPU that is available.

    Returns:
        The device.

    Raises:
        ValueError: if the name is no device, or this machine has none of that kind.

    >>> choose_device("cpu")
    device(type='cpu')
    """
    wanted = name or os.environ.get(ENVIRONMENT_VARIABLE)
    if not wanted:
        return torch.device(next(kind for kind in ("cuda", "mps", "cpu") if _is_available(kind)))
    try:
        device = torch.device(wanted)
    except RuntimeError as error:
        raise ValueError(f"expected a device such as cpu, cuda, cuda:0 or mps, got {wanted!r}") from error
    if not _is_available(device.type):
        raise ValueError(f"expected a device that this machine has, got {wanted!r}: torch {torch.__version__} finds none; use cpu")
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise ValueError(f"expected a CUDA device below cuda:{torch.cuda.device_count()}, got {wanted!r}")
    return device


def choose_dtype(device: str | torch.device | None = None) -> torch.dtype:
    """Return the number format to train in on a device: bfloat16 on a GPU that computes in it, float32 elsewhere.

    bfloat16 keeps float32's range (8 exponent bits) with 8 bits of precision: half the memory, no loss scaling.
    On a CPU the answer is float32 even where the processor knows bfloat16, so that a result recorded in the book is the result that
    a reader gets.

    >>> choose_dtype("cpu")
    torch.float32
    """
    device = choose_device(device)
    if device.type == "cuda" and torch.cuda.get_device_capability(device) >= (8, 0):  # Ampere is the first with bfloat16 units
        return torch.bfloat16
    return torch.float32
