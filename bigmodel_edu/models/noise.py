"""A noise schedule: how much of an image is left after t steps of adding noise."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class NoiseSchedule:
    r"""The share of signal at each step.

    .. math:: x_t = \sqrt{\bar\alpha_t}\, x_0 + \sqrt{1 - \bar\alpha_t}\, \varepsilon, \qquad \varepsilon \sim N(0, 1)

    Attributes:
        signal: ᾱ, (steps + 1,) float64, from ᾱ₀ = 1 (no noise) falling towards 0. Step t = 1 … steps.

    Raises:
        ValueError: if it does not start at 1 and fall all the way, above 0.

    Source: Ho et al. 2020, "Denoising Diffusion Probabilistic Models", equation 4.
    """

    signal: Tensor

    def __post_init__(self) -> None:
        falls = bool((self.signal.diff() < 0).all()) and float(self.signal[-1]) > 0
        if self.signal.dim() != 1 or len(self.signal) < 2 or float(self.signal[0]) != 1 or not falls:
            raise ValueError("expected a signal that starts at 1 and falls at every step, staying above 0")

    @property
    def steps(self) -> int:
        """Number of noising steps."""
        return len(self.signal) - 1

    def at(self, t: Tensor, like: Tensor) -> tuple[Tensor, Tensor]:
        """Return √ᾱₜ and √(1 − ᾱₜ) for each item of a batch, shaped to multiply ``like``.

        Args:
            t: (B,) integers from 0 to steps.
            like: (B, ...).
        """
        signal = self.signal.to(t.device)[t].view(-1, *[1] * (like.dim() - 1))
        return signal.sqrt().to(like.dtype), (1 - signal).sqrt().to(like.dtype)

    def add_noise(self, clean: Tensor, t: Tensor, noise: Tensor) -> Tensor:
        """Return what clean data (B, ...) have become after t steps (B,), given the noise (B, ...).

        >>> schedule = linear_schedule(1000)
        >>> schedule.add_noise(torch.ones(1, 1), torch.tensor([0]), torch.full((1, 1), 9.0))
        tensor([[1.]])
        """
        kept, added = self.at(t, clean)
        return kept * clean + added * noise


def linear_schedule(steps: int = 1000, first: float = 1e-4, last: float = 0.02) -> NoiseSchedule:
    """Return the schedule whose noise per step grows linearly.

    Args:
        steps: 1 or more. The standard first and last values are meant for 1,000; for fewer steps, scale them up.
        first, last: β₁ and β of the last step, between 0 and 1.

    Source: Ho et al. 2020, section 4.

    >>> linear_schedule(1000).signal[-1].item() < 1e-4
    True
    """
    betas = torch.linspace(first, last, steps, dtype=torch.float64)
    return NoiseSchedule(torch.cat([torch.ones(1, dtype=torch.float64), (1 - betas).cumprod(0)]))


def cosine_schedule(steps: int = 1000, offset: float = 0.008, largest: float = 0.999) -> NoiseSchedule:
    """Return the schedule whose signal falls as a squared cosine: gentler at both ends.

    Args:
        steps: 1 or more.
        offset: keeps the first steps from being too small.
        largest: β's bound at the last steps.

    Source: Nichol and Dhariwal 2021, equation 17.

    >>> cosine_schedule(100).steps
    100
    """
    t = torch.linspace(0, 1, steps + 1, dtype=torch.float64)
    curve = torch.cos((t + offset) / (1 + offset) * math.pi / 2) ** 2
    betas = (1 - curve[1:] / curve[:-1]).clamp(max=largest)
    return NoiseSchedule(torch.cat([torch.ones(1, dtype=torch.float64), (1 - betas).cumprod(0)]))
