"""Answers to case-openai.training_bill: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def bill(gpu_hours, gpus, price_per_hour):
    total = sum(gpu_hours.values())
    return total * price_per_hour, total / gpus / 24


def bill_by_a_loop(gpu_hours, gpus, price_per_hour):
    cost = days = 0.0
    for name in gpu_hours:
        cost += gpu_hours[name] * price_per_hour
        days += gpu_hours[name] / (gpus * 24)
    return [cost, days]


def bill_in_numpy(gpu_hours, gpus, price_per_hour):
    return np.sum(list(gpu_hours.values())) * np.array([price_per_hour, 1 / (24 * gpus)])


def bill_in_torch(gpu_hours, gpus, price_per_hour):
    total = torch.tensor(list(gpu_hours.values()), dtype=torch.float64).sum()
    return total * price_per_hour, total / gpus / 24


RIGHT = [bill, bill_by_a_loop, bill_in_numpy, bill_in_torch]
WRONG = [
    lambda hours, gpus, price: sum(hours.values()) * price,
    lambda hours, gpus, price: bill({"mean": sum(hours.values()) / len(hours)}, gpus, price),
    lambda hours, gpus, price: bill(hours, gpus * 8, price),
    lambda hours, gpus, price: (bill(hours, gpus, price)[0], math.ceil(bill(hours, gpus, price)[1])),
    lambda hours, gpus, price: {"cost": bill(hours, gpus, price)[0]},
]
