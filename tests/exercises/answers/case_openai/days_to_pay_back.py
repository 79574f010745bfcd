"""Answers to case-openai.days_to_pay_back: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch

from .dates import days


def days_with_numpy(fixed_cost, revenue_per_day, cost_per_day, paying_share):
    left = np.maximum(revenue_per_day * paying_share - cost_per_day, 0)
    with np.errstate(divide="ignore"):
        return np.float64(fixed_cost) / left


def days_early_return(fixed_cost, revenue_per_day, cost_per_day, paying_share):
    paid = revenue_per_day * paying_share
    if paid <= cost_per_day:
        return float("inf")
    return torch.tensor(fixed_cost, dtype=torch.float64) / (paid - cost_per_day)


RIGHT = [days, days_with_numpy, days_early_return]
WRONG = [
    lambda fixed, revenue, cost, share: fixed / (revenue * share - cost * share) if share and revenue > cost else math.inf,
    lambda fixed, revenue, cost, share: days(fixed, revenue, cost, share) / 365,
    lambda fixed, revenue, cost, share: 0.0 if days(fixed, revenue, cost, share) == math.inf else days(fixed, revenue, cost, share),
    lambda fixed, revenue, cost, share: days(fixed + cost, revenue, cost, share),
    lambda fixed, revenue, cost, share: None if share == 0 else days(fixed, revenue, cost, share),
]
