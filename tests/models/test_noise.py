"""Noise schedules: the published curves, and the variance they keep."""

import math

import pytest
import torch

from bigmodel_edu.models.noise import NoiseSchedule, cosine_schedule, linear_schedule


def test_the_linear_schedule_is_the_papers():
    schedule = linear_schedule(1000)
    product = 1.0
    for step in range(1000):
        product *= 1 - (1e-4 + (0.02 - 1e-4) * step / 999)
    assert float(schedule.signal[-1]) == pytest.approx(product) == pytest.approx(4.04e-5, rel=1e-2)
    assert float(schedule.signal[1]) == pytest.approx(0.9999)


def test_the_cosine_schedule_is_the_papers():
    schedule = cosine_schedule(400)
    for step in (1, 200, 390):
        wanted = math.cos((step / 400 + 0.008) / 1.008 * math.pi / 2) ** 2 / math.cos(0.008 / 1.008 * math.pi / 2) ** 2
        assert float(schedule.signal[step]) == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("schedule", [linear_schedule(100), cosine_schedule(100)])
def test_noise_keeps_the_variance_of_data_with_variance_1(schedule):
    source = torch.Generator().manual_seed(0)
    clean = torch.randn(20_000, 1, generator=source)
    noise = torch.randn(20_000, 1, generator=source)
    for step in (1, 50, 100):
        noisy = schedule.add_noise(clean, torch.full((20_000,), step), noise)
        assert noisy.var().item() == pytest.approx(1, abs=0.05)


def test_each_item_has_its_own_step():
    schedule = linear_schedule(10)
    clean, noise = torch.ones(3, 2, 2), torch.full((3, 2, 2), 2.0)
    noisy = schedule.add_noise(clean, torch.tensor([0, 5, 10]), noise)
    for item, step in enumerate((0, 5, 10)):
        share = float(schedule.signal[step])
        assert float(noisy[item, 1, 0]) == pytest.approx(math.sqrt(share) + 2 * math.sqrt(1 - share))


@pytest.mark.parametrize("signal", [[1.0], [0.9, 0.5], [1.0, 0.5, 0.5], [1.0, 0.0]])
def test_curves_that_cannot_be_are_refused(signal):
    with pytest.raises(ValueError, match="starts at 1 and falls"):
        NoiseSchedule(torch.tensor(signal))
