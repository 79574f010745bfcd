"""Mixed precision: multiply matrices in bfloat16, keep weights and sums in float32."""

from contextlib import AbstractContextManager, nullcontext

import torch

from bigmodel_edu.device.choose import choose_device, choose_dtype


def autocast(device: str | torch.device | None = None, dtype: torch.dtype | None = None) -> AbstractContextManager[object]:
    """Return a context in which matrix products run in the device's fast format; in float32 it changes nothing.

    Args:
        device: as for :func:`choose_device`.
        dtype: torch.float32 or torch.bfloat16; by default what :func:`choose_dtype` says.

    Raises:
        ValueError: for another dtype. float16 needs loss scaling, which this course does not use.

    Source: Micikevicius et al. 2018, "Mixed Precision Training"; Kalamkar et al. 2019 for bfloat16.

    >>> with autocast("cpu", torch.bfloat16):
    ...     (torch.ones(2, 2) @ torch.ones(2, 2)).dtype
    torch.bfloat16
    """
    device = choose_device(device)
    dtype = dtype or choose_dtype(device)
    if dtype not in (torch.float32, torch.bfloat16):
        raise ValueError(f"expected torch.float32 or torch.bfloat16, got {dtype}; float16 needs loss scaling, use bfloat16")
    if dtype == torch.float32:
        return nullcontext()
    return torch.autocast(device.type, dtype=dtype)
