"""Sampling, tested where the right denoiser is known exactly: data from a normal distribution, and data that are one point."""

import pytest
import torch

from bigmodel_edu.models.diffusion import diffusion_loss, guess_clean, sample_ddim, sample_ddpm
from bigmodel_edu.models.noise import cosine_schedule, linear_schedule
from bigmodel_edu.models.unet import PointDenoiser

MEAN, DEVIATION = 1.5, 0.6


def source(seed=0):
    return torch.Generator().manual_seed(seed)


def normal_denoiser(schedule):
    """The best guess of the noise when the data are normal: E[ε | x_t] = √(1 − ᾱ) (x_t − √ᾱ μ) / (ᾱ σ² + 1 − ᾱ)."""

    def denoise(noisy, t, labels):
        kept, added = schedule.at(t, noisy)
        return added * (noisy - kept * MEAN) / (kept**2 * DEVIATION**2 + added**2)

    return denoise


def point_denoiser(schedule, point):
    def denoise(noisy, t, labels):
        kept, added = schedule.at(t, noisy)
        return (noisy - kept * point) / added

    return denoise


@pytest.mark.parametrize("kind", ["ddpm", "ddim", "ddim with noise"])
def test_the_right_denoiser_gives_back_the_distribution(kind):
    schedule = cosine_schedule(200)
    denoise = normal_denoiser(schedule)
    if kind == "ddpm":
        made = sample_ddpm(denoise, schedule, (4000, 2), generator=source())
    else:
        made = sample_ddim(denoise, schedule, (4000, 2), steps=100, eta=1.0 if "noise" in kind else 0.0, generator=source())
    assert made.mean().item() == pytest.approx(MEAN, abs=0.05)
    assert made.std().item() == pytest.approx(DEVIATION, abs=0.05)


@pytest.mark.parametrize("steps", [1, 3, 50])
def test_data_that_are_one_point_come_back_in_any_number_of_steps(steps):
    schedule, point = linear_schedule(50, last=0.3), torch.tensor([0.5, -2.0, 3.0])
    denoise = point_denoiser(schedule, point)
    for eta in (0.0, 0.7):
        made = sample_ddim(denoise, schedule, (5, 3), steps=steps, eta=eta, generator=source())
        torch.testing.assert_close(made, point.expand(5, 3), atol=1e-3, rtol=1e-3)
    torch.testing.assert_close(sample_ddpm(denoise, schedule, (5, 3), generator=source()), point.expand(5, 3), atol=1e-3, rtol=1e-3)


def test_ddim_with_eta_1_over_all_steps_has_ddpms_steps():
    """One step from the same place: the same mean and deviation as DDPM's posterior."""
    schedule = linear_schedule(20, last=0.2)
    denoise = normal_denoiser(schedule)
    ddpm = sample_ddpm(denoise, schedule, (500, 1), generator=source(3))
    ddim = sample_ddim(denoise, schedule, (500, 1), steps=20, eta=1.0, generator=source(3))
    torch.testing.assert_close(ddim, ddpm, atol=2e-4, rtol=2e-4)


def test_no_noise_makes_ddim_repeatable_and_different_starts_differ():
    schedule = cosine_schedule(50)
    denoise = normal_denoiser(schedule)
    first, again, other = (sample_ddim(denoise, schedule, (3, 2), steps=10, generator=source(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again) and not torch.equal(first, other)


def test_a_limit_keeps_guesses_inside():
    schedule = cosine_schedule(30)
    made = sample_ddim(point_denoiser(schedule, torch.tensor([5.0])), schedule, (4, 1), steps=10, limit=1.0, generator=source())
    torch.testing.assert_close(made, torch.ones(4, 1))


def test_guess_clean_undoes_add_noise():
    schedule, clean, noise = linear_schedule(100), torch.randn(6, 1, 3, 3), torch.randn(6, 1, 3, 3)
    t = torch.tensor([1, 20, 40, 60, 80, 100])
    torch.testing.assert_close(guess_clean(schedule.add_noise(clean, t, noise), noise, schedule, t), clean, atol=1e-4, rtol=1e-4)


def test_the_loss_is_1_for_silence_and_0_for_the_truth():
    schedule, point = linear_schedule(100), torch.tensor([2.0, -1.0])
    clean = point.expand(4000, 2)
    silent = diffusion_loss(lambda noisy, t, labels: torch.zeros_like(noisy), schedule, clean, generator=source())
    assert silent.item() == pytest.approx(1, abs=0.05)
    right = diffusion_loss(point_denoiser(schedule, point), schedule, clean, generator=source())
    assert right.item() < 1e-6


def test_labels_reach_the_denoiser():
    schedule, labels = linear_schedule(10), torch.tensor([3, 1])
    seen = []

    def denoise(noisy, t, given):
        seen.append(given)
        return noisy

    sample_ddpm(denoise, schedule, (2, 1), labels)
    sample_ddim(denoise, schedule, (2, 1), labels, steps=2)
    diffusion_loss(denoise, schedule, torch.zeros(2, 1), labels)
    assert len(seen) == 13 and all(given is labels for given in seen)


def test_a_network_learns_two_points():
    torch.manual_seed(0)
    schedule, denoise = cosine_schedule(50), PointDenoiser(1, width=32, classes=2)
    points, optimizer = torch.tensor([[-1.0], [1.0]]), torch.optim.Adam(denoise.parameters(), lr=3e-3)
    for _ in range(250):
        labels = torch.randint(2, (128,))
        loss = diffusion_loss(denoise, schedule, points[labels], labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    wanted = torch.tensor([0, 1]).repeat(50)
    made = sample_ddim(denoise, schedule, (100, 1), wanted, steps=25, generator=source())
    assert (made - points[wanted]).abs().mean() < 0.25


@pytest.mark.parametrize(("steps", "eta"), [(0, 0.0), (11, 0.0), (5, 1.5)])
def test_steps_and_eta_out_of_range_are_refused(steps, eta):
    with pytest.raises(ValueError, match="steps from 1 to 10 and eta from 0 to 1"):
        sample_ddim(lambda noisy, t, labels: noisy, linear_schedule(10), (1, 1), steps=steps, eta=eta)
