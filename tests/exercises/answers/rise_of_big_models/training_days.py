"""Answers to rise-of-big-models.training_days: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def days(flops, gpus, peak_flops, mfu):
    return flops / (gpus * peak_flops * mfu) / 86_400


def days_step_by_step(flops, gpus, peak_flops, mfu):
    real = peak_flops * mfu
    seconds = flops / real / gpus
    return seconds / 60 / 60 / 24


def days_in_logarithms(flops, gpus, peak_flops, mfu):
    return np.exp(np.log(flops) - np.log(gpus) - np.log(peak_flops) - np.log(mfu) - np.log(86_400))


def days_in_torch(flops, gpus, peak_flops, mfu):
    return torch.tensor(flops, dtype=torch.float64) / (gpus * peak_flops * mfu * 24 * 3600)


def whole_days(flops, gpus, peak_flops, mfu):
    return math.ceil(days(flops, gpus, peak_flops, mfu))


def complement(flops, gpus, peak_flops, mfu):
    return days(flops, gpus, peak_flops, 1 - mfu)


def in_months(flops, gpus, peak_flops, mfu):
    return days(flops, gpus, peak_flops, mfu) / 30


def fixed_mfu(flops, gpus, peak_flops, mfu):
    return days(flops, gpus, peak_flops, 0.4)


RIGHT = [days, days_step_by_step, days_in_logarithms, days_in_torch]
WRONG = [whole_days, complement, in_months, fixed_mfu]
