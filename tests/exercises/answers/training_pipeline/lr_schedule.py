"""Answers to training-pipeline.lr_schedule: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def rate_plain(step, peak, steps, warmup, final):
    if step < warmup:
        return peak * (step + 1) / warmup
    if step >= steps:
        return final
    share = (step - warmup) / (steps - warmup)
    return final + 0.5 * (peak - final) * (1 + math.cos(math.pi * share))


def rate_numpy(step, peak, steps, warmup, final):
    rise = (step + 1) / max(warmup, 1)
    share = np.clip((step - warmup) / (steps - warmup), 0, 1)
    return np.where(step < warmup, peak * rise, final + (peak - final) * np.cos(np.pi / 2 * share) ** 2)


def rate_torch(step, peak, steps, warmup, final):
    step = torch.tensor(float(step), dtype=torch.float64)
    if step < warmup:
        return (step + 1) / warmup * peak
    share = ((step - warmup) / (steps - warmup)).clamp(max=1)
    return torch.lerp(torch.tensor(final, dtype=torch.float64), torch.tensor(peak, dtype=torch.float64), (1 + (math.pi * share).cos()) / 2)


def rate_constant(step, peak, steps, warmup, final):
    return peak


def rate_warmup_only(step, peak, steps, warmup, final):
    return peak * min(1, (step + 1) / max(1, warmup))


def rate_warm_up_from_final(step, peak, steps, warmup, final):
    return final + (peak - final) * (step + 1) / warmup if step < warmup else rate_plain(step, peak, steps, warmup, final)


def rate_one_step_early(step, peak, steps, warmup, final):
    return rate_plain(step + 1, peak, steps, warmup, final)


def rate_reaching_at_the_last(step, peak, steps, warmup, final):
    return rate_plain(step, peak, steps - 1, warmup, final)


def rate_inverse_root(step, peak, steps, warmup, final):
    return peak * min((step + 1) / max(1, warmup), math.sqrt(max(1, warmup) / (step + 1)))


RIGHT = [rate_plain, rate_numpy, rate_torch]
WRONG = [
    rate_constant,
    rate_warmup_only,
    rate_warm_up_from_final,
    rate_one_step_early,
    rate_reaching_at_the_last,
    rate_inverse_root,
]
