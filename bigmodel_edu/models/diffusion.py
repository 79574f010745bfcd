"""Diffusion: learn to see the noise in a noisy image, then start from noise alone and take it away, step by step.

A denoiser is any module called as ``denoiser(noisy, t, labels)`` that returns its guess of the noise, in the shape of ``noisy``.
"""

from collections.abc import Callable
from itertools import pairwise

import torch
from torch import Tensor
from torch.nn import functional as F

from bigmodel_edu.models.noise import NoiseSchedule

Denoiser = Callable[[Tensor, Tensor, Tensor | None], Tensor]


def diffusion_loss(
    denoiser: Denoiser,
    schedule: NoiseSchedule,
    clean: Tensor,
    labels: Tensor | None = None,
    *,
    generator: torch.Generator | None = None,
) -> Tensor:
    r"""Return the mean squared error of the guessed noise, at a random step for each item.

    .. math:: \mathbb{E}_{t, \varepsilon}\,\lVert \varepsilon - \varepsilon_\theta(x_t, t) \rVert^2

    Args:
        denoiser: what is trained.
        schedule: how noise grows.
        clean: (B, ...), values near 0 with a spread near 1.
        labels: (B,) integers, what each item shows, if the denoiser takes them.
        generator: source of steps and noise, on the device of ``clean``.

    Returns:
        A scalar; 1 for a denoiser that always says 0.

    Source: Ho et al. 2020, equation 14.
    """
    t = torch.randint(1, schedule.steps + 1, (len(clean),), generator=generator, device=clean.device)
    noise = torch.randn(clean.shape, generator=generator, device=clean.device, dtype=clean.dtype)
    return F.mse_loss(denoiser(schedule.add_noise(clean, t, noise), t, labels), noise)


def guess_clean(noisy: Tensor, noise: Tensor, schedule: NoiseSchedule, t: Tensor) -> Tensor:
    """Return the clean data that a noisy (B, ...) would come from if the noise were as given: the schedule's equation solved for x₀."""
    kept, added = schedule.at(t, noisy)
    return (noisy - added * noise) / kept


@torch.no_grad()
def sample_ddpm(
    denoiser: Denoiser,
    schedule: NoiseSchedule,
    shape: tuple[int, ...],
    labels: Tensor | None = None,
    *,
    limit: float | None = None,
    generator: torch.Generator | None = None,
    device: torch.device | str = "cpu",
) -> Tensor:
    r"""Make new data by all steps backwards, adding a little fresh noise at each.

    .. math:: x_{t-1} \sim N\!\left(\frac{\sqrt{\bar\alpha_{t-1}}\beta_t}{1-\bar\alpha_t}\hat x_0
        + \frac{\sqrt{\alpha_t}(1-\bar\alpha_{t-1})}{1-\bar\alpha_t}x_t,\; \frac{1-\bar\alpha_{t-1}}{1-\bar\alpha_t}\beta_t\right)

    Args:
        denoiser: trained with the same schedule.
        schedule: how noise grew.
        shape: (B, ...) of what is made.
        labels: (B,) integers, what to make, if the denoiser takes them.
        limit: keep each guess of the clean data between −limit and limit, as is usual for images scaled to −1 … 1.
        generator: source of the noise, on the device.
        device: where to compute.

    Source: Ho et al. 2020, equations 6, 7 and algorithm 2.
    """
    x = torch.randn(shape, generator=generator, device=device)
    for step in range(schedule.steps, 0, -1):
        t = torch.full(shape[:1], step, device=device)
        clean = _limited(guess_clean(x, denoiser(x, t, labels), schedule, t), limit)
        now, before = float(schedule.signal[step]), float(schedule.signal[step - 1])
        alpha, beta = now / before, 1 - now / before
        mean = (before**0.5 * beta * clean + alpha**0.5 * (1 - before) * x) / (1 - now)
        deviation = ((1 - before) / (1 - now) * beta) ** 0.5  # 0 at the last step, since ᾱ₀ = 1
        x = mean + deviation * torch.randn(shape, generator=generator, device=device)
    return x


@torch.no_grad()
def sample_ddim(
    denoiser: Denoiser,
    schedule: NoiseSchedule,
    shape: tuple[int, ...],
    labels: Tensor | None = None,
    *,
    steps: int = 50,
    eta: float = 0.0,
    limit: float | None = None,
    generator: torch.Generator | None = None,
    device: torch.device | str = "cpu",
) -> Tensor:
    r"""Make new data in few steps: jump to the guess of the clean data, then back to less noise.

    .. math:: x_s = \sqrt{\bar\alpha_s}\,\hat x_0 + \sqrt{1-\bar\alpha_s-\sigma^2}\,\hat\varepsilon + \sigma\varepsilon, \qquad
        \sigma = \eta\sqrt{\tfrac{1-\bar\alpha_s}{1-\bar\alpha_t}}\sqrt{1-\tfrac{\bar\alpha_t}{\bar\alpha_s}}

    Args:
        steps: how many of the schedule's steps to visit, evenly spaced.
        eta: 0 for none of the fresh noise (the same start gives the same result), 1 for as much as DDPM.
        denoiser, schedule, shape, labels, limit, generator, device: as for :func:`sample_ddpm`.

    Raises:
        ValueError: if steps are not from 1 to the schedule's, or eta not from 0 to 1.

    Source: Song, Meng and Ermon 2020, equation 12 and 16.
    """
    if not 1 <= steps <= schedule.steps or not 0 <= eta <= 1:
        raise ValueError(f"expected steps from 1 to {schedule.steps} and eta from 0 to 1, got {steps} and {eta}")
    visited = torch.linspace(schedule.steps, 0, steps + 1).round().long().tolist()
    x = torch.randn(shape, generator=generator, device=device)
    for step, next_step in pairwise(visited):
        t = torch.full(shape[:1], step, device=device)
        clean = _limited(guess_clean(x, denoiser(x, t, labels), schedule, t), limit)
        now, then = float(schedule.signal[step]), float(schedule.signal[next_step])
        noise = (x - now**0.5 * clean) / (1 - now) ** 0.5  # the guess again, in agreement with the limit
        sigma = eta * ((1 - then) / (1 - now) * (1 - now / then)) ** 0.5
        fresh = torch.randn(shape, generator=generator, device=device) if sigma else 0.0
        x = then**0.5 * clean + max(1 - then - sigma**2, 0.0) ** 0.5 * noise + sigma * fresh
    return x


def _limited(clean: Tensor, limit: float | None) -> Tensor:
    return clean if limit is None else clean.clamp(-limit, limit)
