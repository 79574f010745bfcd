"""Weight quantisation: store a weight as a small integer and a scale that many weights share."""

import torch
from torch import Tensor


def quantize_int8(weight: Tensor) -> tuple[Tensor, Tensor]:
    r"""Round each row to 255 evenly spaced values, symmetric about 0.

    .. math:: q = \mathrm{round}(w / s), \qquad s = \max_j |w_j| / 127

    One scale a row (an output channel): a row of large weights does not coarsen the others. The error is at most s / 2.

    Args:
        weight: (outputs, inputs).

    Returns:
        codes (outputs, inputs) int8 from −127 to 127, and scales (outputs,) float32; w ≈ codes · scale.

    Raises:
        ValueError: if the weight is no matrix, or not finite.

    Source: Jacob et al. 2017, section 2, with a zero point of 0; Krishnamoorthi 2018, section 3.1.2 for one scale a row.

    >>> quantize_int8(torch.tensor([[1.0, -2.54], [0.0, 0.0]]))
    (tensor([[  50, -127],
            [   0,    0]], dtype=torch.int8), tensor([0.0200, 0.0000]))
    """
    _check(weight)
    scale = weight.float().abs().amax(dim=1) / 127
    codes = (weight.float() / scale.clamp(min=torch.finfo(torch.float32).tiny)[:, None]).round().clamp(-127, 127)
    return codes.to(torch.int8), scale


def dequantize_int8(codes: Tensor, scale: Tensor) -> Tensor:
    """Return the weights that int8 codes stand for, (outputs, inputs) float32.

    >>> dequantize_int8(torch.tensor([[50, -127]], dtype=torch.int8), torch.tensor([0.02]))
    tensor([[ 1.0000, -2.5400]])
    """
    return codes.float() * scale[:, None]


def quantize_int4(weight: Tensor, group: int = 32) -> tuple[Tensor, Tensor, Tensor]:
    r"""Round each group of neighbours in a row to 16 evenly spaced values between its smallest and its largest.

    .. math:: q = \mathrm{round}\!\left(\frac{w - m}{s}\right), \qquad m = \min w, \quad s = \frac{\max w - \min w}{15}

    Args:
        weight: (outputs, inputs).
        group: weights that share a scale; must divide the inputs.

    Returns:
        codes (outputs, inputs) uint8 from 0 to 15, scales and lowest values (outputs, inputs / group) float32;
        w ≈ codes · scale + lowest.

    Raises:
        ValueError: if the weight is no matrix, or not finite, or groups do not divide its rows.

    Source: the scheme is GGML's Q4_1.

    >>> codes, scale, lowest = quantize_int4(torch.tensor([[0.0, 1.0, 3.0, 2.0]]), group=2)
    >>> codes, scale, lowest
    (tensor([[ 0, 15, 15,  0]], dtype=torch.uint8), tensor([[0.0667, 0.0667]]), tensor([[0., 2.]]))
    """
    _check(weight)
    outputs, inputs = weight.shape
    if group < 1 or inputs % group:
        raise ValueError(f"expected a group that divides the row of {inputs} weights, got {group}")
    groups = weight.float().view(outputs, -1, group)
    lowest, highest = groups.aminmax(dim=2)
    scale = (highest - lowest) / 15
    steps = (groups - lowest[..., None]) / scale.clamp(min=torch.finfo(torch.float32).tiny)[..., None]
    return steps.round().clamp(0, 15).to(torch.uint8).view(outputs, inputs), scale, lowest


def dequantize_int4(codes: Tensor, scale: Tensor, lowest: Tensor) -> Tensor:
    """Return the weights that 4-bit codes stand for, (outputs, inputs) float32.

    >>> dequantize_int4(torch.tensor([[0, 15]], dtype=torch.uint8), torch.tensor([[0.2]]), torch.tensor([[-1.0]]))
    tensor([[-1.,  2.]])
    """
    groups = codes.view(*scale.shape, -1).float()
    return (groups * scale[..., None] + lowest[..., None]).view(codes.shape)


def pack_int4(codes: Tensor) -> Tensor:
    """Put two 4-bit codes into each byte, the first in the low half: (outputs, inputs) → (outputs, inputs / 2) uint8.

    Raises:
        ValueError: if a row has an odd number of codes.

    >>> pack_int4(torch.tensor([[1, 2, 15, 0]], dtype=torch.uint8))
    tensor([[33, 15]], dtype=torch.uint8)
    """
    if codes.shape[-1] % 2:
        raise ValueError(f"expected rows of an even number of codes, got {codes.shape[-1]}")
    return codes[..., 0::2] | (codes[..., 1::2] << 4)


def unpack_int4(packed: Tensor) -> Tensor:
    """Undo :func:`pack_int4`.

    >>> unpack_int4(torch.tensor([[33, 15]], dtype=torch.uint8))
    tensor([[ 1,  2, 15,  0]], dtype=torch.uint8)
    """
    return torch.stack([packed & 15, packed >> 4], dim=-1).flatten(-2)


def _check(weight: Tensor) -> None:
    if weight.dim() != 2:
        raise ValueError(f"expected a weight of shape (outputs, inputs), got {tuple(weight.shape)}")
    if not weight.isfinite().all():
        raise ValueError("expected finite weights, got NaN or infinity")
