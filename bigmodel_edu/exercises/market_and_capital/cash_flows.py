"""Amounts and flows of money to draw from."""

import numpy as np


def amount(rng: np.random.Generator, low: float, high: float) -> float:
    return float(f"{np.exp(rng.uniform(np.log(low), np.log(high))):.4g}")  # a number that a card can show


def short(value: float) -> float:
    return float(f"{value:.4g}")


def some_flows(rng: np.random.Generator, count: int) -> list[float]:
    return [round(float(each), 2) for each in rng.normal(0, 80, count)]
