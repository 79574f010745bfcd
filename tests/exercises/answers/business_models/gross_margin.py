"""Answers to business-models.gross_margin: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def margin_by_a_loop(prices, tokens, cost):
    revenue = 0
    for price, count in zip(prices, tokens, strict=True):
        revenue += price * count / 1_000_000
    return (revenue - cost) / revenue


def margin_in_numpy(prices, tokens, cost):
    return 1 - cost / (np.array(prices) @ np.array(tokens, dtype=float) * 1e-6)


def margin_in_torch(prices, tokens, cost):
    revenue = (torch.tensor(prices, dtype=torch.float64) * torch.tensor(tokens, dtype=torch.float64)).sum() / 1e6
    return ((revenue - cost) / revenue).item()


RIGHT = [margin_by_a_loop, margin_in_numpy, margin_in_torch]
WRONG = [
    lambda prices, tokens, cost: margin_by_a_loop(prices[:1], tokens[:1], cost),
    lambda prices, tokens, cost: abs(margin_by_a_loop(prices, tokens, cost)),
    lambda prices, tokens, cost: margin_by_a_loop([price or 0.01 for price in prices], tokens, cost),
    lambda prices, tokens, cost: 1 - cost / (max(prices) * sum(tokens) / 1e6),
    lambda prices, tokens, cost: cost / margin_by_a_loop(prices, tokens, cost),
]
