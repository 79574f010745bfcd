"""Answers to business-models.break_even_utilisation: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def share_with_a_guard(price, price_per_hour, tokens_per_second, fee):
    if price == 0:
        return math.inf
    return price_per_hour / (3600 * tokens_per_second / 1e6 * price * (1 - fee))


def share_in_numpy(price, price_per_hour, tokens_per_second, fee):
    with np.errstate(divide="ignore"):
        return np.float64(price_per_hour) / np.float64(3600 * tokens_per_second * price * (1 - fee) / 1e6)


def share_by_needed_tokens(price, price_per_hour, tokens_per_second, fee):
    try:
        needed = price_per_hour / (price * (1 - fee)) * 1e6
    except ZeroDivisionError:
        return float("inf")
    return needed / (tokens_per_second * 60 * 60)


def share_in_torch(price, price_per_hour, tokens_per_second, fee):
    return torch.tensor(price_per_hour) / torch.tensor(0.0036 * tokens_per_second * price * (1 - fee))


RIGHT = [share_with_a_guard, share_in_numpy, share_by_needed_tokens, share_in_torch]
WRONG = [
    lambda p, rent, speed, fee: rent / (0.0036 * speed * p * (1 - fee)),  # fails where tokens are given away
    lambda p, rent, speed, fee: 0.0 if p == 0 else share_with_a_guard(p, rent, speed, fee),
    lambda p, rent, speed, fee: share_with_a_guard(p, rent, speed, 2 * fee),
    lambda p, rent, speed, fee: 1 - share_with_a_guard(p, rent, speed, fee),
    lambda p, rent, speed, fee: share_with_a_guard(p - fee / 10, rent, speed, 0.0) if p else math.inf,
]
