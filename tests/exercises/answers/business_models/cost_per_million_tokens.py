"""Answers to business-models.cost_per_million_tokens: right ones in several styles, wrong ones that are no known mistake."""

from fractions import Fraction

import numpy as np
import torch


def cost_step_by_step(price_per_hour, utilisation, tokens_read, tokens_written, read_per_second, written_per_second):
    busy = tokens_read / read_per_second + tokens_written / written_per_second
    paid_hours = busy / 3600 / utilisation
    return paid_hours * price_per_hour * 1e6 / (tokens_read + tokens_written)


def cost_in_numpy(price, share, *rest):
    tokens, speeds = np.array(rest[:2], dtype=np.float64), np.array(rest[2:], dtype=np.float64)
    return 1e6 * price / (3600 * share) * np.average(1 / speeds, weights=tokens)


def cost_in_torch(price, share, read, written, fast, slow):
    tokens, speeds = torch.tensor([read, written], dtype=torch.float32), torch.tensor([fast, slow], dtype=torch.float32)
    return (tokens / speeds).sum() / 3600 * price / share / tokens.sum() * 1_000_000


def cost_by_parts(price, share, read, written, fast, slow):
    of_reading, of_writing = (price / 3600 / speed / share * 1e6 for speed in (fast, slow))
    part = read / (read + written)
    return part * of_reading + (1 - part) * of_writing


def cost_in_fractions(price_per_hour, utilisation, tokens_read, tokens_written, read_per_second, written_per_second):
    seconds = Fraction(tokens_read) / read_per_second + Fraction(tokens_written) / written_per_second
    return float(Fraction(price_per_hour) * seconds / 3600 / Fraction(utilisation) / (tokens_read + tokens_written) * 10**6)


RIGHT = [cost_step_by_step, cost_in_numpy, cost_in_torch, cost_by_parts, cost_in_fractions]
WRONG = [
    lambda p, u, r, w, fast, slow: cost_step_by_step(p, u, w, r, fast, slow),
    lambda p, u, r, w, fast, slow: cost_step_by_step(p, u, r, w, slow, fast),
    lambda p, u, r, w, fast, slow: cost_step_by_step(p, u / 100, r, w, fast, slow),
    lambda p, u, r, w, fast, slow: cost_step_by_step(p, 1 - u, r, w, fast, slow),
    lambda p, u, r, w, fast, slow: max(cost_step_by_step(p, u, 1, 0, fast, slow), cost_step_by_step(p, u, 0, 1, fast, slow)),
    lambda p, u, r, w, fast, slow: cost_step_by_step(p, u, r, w, fast, slow) / 1000,
]
