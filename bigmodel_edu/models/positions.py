"""Where a token stands: attention alone does not know the order of its inputs."""

import torch
from torch import Tensor


def sinusoidal_positions(n: int, width: int, *, base: float = 10_000.0) -> Tensor:
    r"""Return one vector for each position, made of sines and cosines from fast to slow.

    .. math:: P_{t,2i} = \sin(t / b^{2i/C}), \qquad P_{t,2i+1} = \cos(t / b^{2i/C})

    Args:
        n: number of positions, 0 or more.
        width: C, even.
        base: b, which sets the longest wave, 2πb positions.

    Returns:
        (n, C).

    Raises:
        ValueError: if the width is odd.

    Source: Vaswani et al. 2017, section 3.5.

    >>> sinusoidal_positions(2, 4)
    tensor([[0.0000, 1.0000, 0.0000, 1.0000],
            [0.8415, 0.5403, 0.0100, 0.9999]])
    """
    if width % 2:
        raise ValueError(f"expected an even width, for pairs of sine and cosine, got {width}")
    angles = _angles(torch.arange(n), width, base)  # (n, C/2)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(-2)


def _angles(positions: Tensor, width: int, base: float) -> Tensor:
    """Return position × frequency, (..., T, width / 2), in float32 (float64 while computing: large angles need the digits)."""
    exponents = torch.arange(0, width, 2, dtype=torch.float64, device="cpu") / width
    frequencies = (base**-exponents).to(positions.device, torch.float64 if positions.device.type != "mps" else torch.float32)
    return (positions[..., None] * frequencies).float()


def rotary_angles(positions: Tensor, head_size: int, *, base: float = 10_000.0) -> tuple[Tensor, Tensor]:
    """Return the cosines and sines that :func:`rotate` turns by, for each position and pair of features.

    Args:
        positions: (..., T) integers.
        head_size: D, even.
        base: b; pair i turns by b^(−2i/D) radians a position.

    Returns:
        cosines and sines, each (..., T, D/2), float32.

    Raises:
        ValueError: if the head size is odd.
    """
    if head_size % 2:
        raise ValueError(f"expected an even head size, for pairs of features, got {head_size}")
    angles = _angles(positions, head_size, base)
    return angles.cos(), angles.sin()


def rotate(x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    r"""Turn each pair of features (i, i + D/2) by its angle.

    .. math:: (a, b) \mapsto (a\cos\theta - b\sin\theta,\; b\cos\theta + a\sin\theta)

    Args:
        x: (..., T, D).
        cosines, sines: broadcastable to (..., T, D/2).

    Returns:
        (..., T, D), in x's dtype.
    """
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cosines - second * sines, second * cosines + first * sines], dim=-1).to(x.dtype)


def rotary(x: Tensor, positions: Tensor | None = None, *, base: float = 10_000.0) -> Tensor:
    r"""Turn queries or keys by angles that grow with position, so that their products depend on distance only.

    .. math:: \langle R_m q, R_n k \rangle = \langle R_{m-n}\, q, k \rangle

    Features are paired across the halves, (i, i + D/2), as in GPT-NeoX and Llama's published weights.

    Args:
        x: (..., T, D), D even.
        positions: (..., T) integers; 0, 1, … T − 1 by default.
        base: 10,000 in the paper; larger for longer contexts.

    Returns:
        (..., T, D), in x's dtype.

    Raises:
        ValueError: if D is odd.

    Source: Su et al. 2021, "RoFormer", equation 34.

    >>> rotary(torch.tensor([[1.0, 0.0], [1.0, 0.0]]))
    tensor([[1.0000, 0.0000],
            [0.5403, 0.8415]])
    """
    if positions is None:
        positions = torch.arange(x.shape[-2], device=x.device)
    return rotate(x, *rotary_angles(positions, x.shape[-1], base=base))
