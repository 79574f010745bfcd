"""Answers to market-and-capital.npv: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np
import torch


def enumerated(rate, flows):
    return sum(flow / (1 + rate) ** t for t, flow in enumerate(flows))


def numpy_powers(rate, flows):
    return np.asarray(flows) @ (1 + rate) ** -np.arange(len(flows), dtype=float)


def horner(rate, flows):
    value = 0.0
    for flow in reversed(flows):
        value = value / (1 + rate) + flow
    return value


def torch_powers(rate, flows):
    times = torch.arange(len(flows), dtype=torch.float64)
    return (torch.tensor(flows, dtype=torch.float64) / (1 + rate) ** times).sum()


def last_left_out(rate, flows):
    return enumerated(rate, flows[:-1])


def mid_year(rate, flows):
    return sum(flow / (1 + rate) ** (t - 0.5 if t else 0) for t, flow in enumerate(flows))


def only_positive(rate, flows):
    return sum(flow / (1 + rate) ** t for t, flow in enumerate(flows) if t == 0 or flow > 0)


def absolute_rate(rate, flows):
    return enumerated(abs(rate), flows)


def squares(rate, flows):
    return sum(flow / (1 + rate) ** (t * t) for t, flow in enumerate(flows))


def changes_its_input(rate, flows):
    for t in range(len(flows)):
        flows[t] /= (1 + rate) ** t
    return sum(flows)


RIGHT = [enumerated, numpy_powers, horner, torch_powers]
WRONG = [last_left_out, mid_year, only_positive, absolute_rate, squares, changes_its_input]
