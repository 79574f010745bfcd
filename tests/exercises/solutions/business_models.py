"""Answers to the exercises of business models: right ones in several styles, and wrong ones that are no known misconception."""

import itertools
import math
from fractions import Fraction

import numpy as np
import torch
from scipy.optimize import brentq

# cost_per_million_tokens


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


# gross_margin


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


# break_even_utilisation


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


# ltv_to_cac


def ratio(monthly_revenue, margin, churn, cost_of_acquisition):
    return monthly_revenue * margin / churn / cost_of_acquisition


def ratio_as_a_sum(monthly_revenue, margin, churn, cost_of_acquisition):
    value, there = 0.0, 1.0
    for _ in range(5_000):
        value += there * monthly_revenue * margin
        there *= 1 - churn
    return value / cost_of_acquisition


def ratio_in_numpy(monthly_revenue, margin, churn, cost_of_acquisition):
    return np.sum(monthly_revenue * margin * (1 - churn) ** np.arange(4_000)) / cost_of_acquisition


# portfolio_irr


def by_halving(flows):
    years = max(map(len, flows))
    total = [sum(row[t] for row in flows if t < len(row)) for t in range(years)]
    low, high = -0.999, 100.0
    for _ in range(200):
        middle = (low + high) / 2
        if sum(each / (1 + middle) ** t for t, each in enumerate(total)) > 0:
            low = middle
        else:
            high = middle
    return middle


def by_roots(flows):
    total = np.zeros(max(map(len, flows)))
    for row in flows:
        total[: len(row)] += row
    roots = np.roots(np.trim_zeros(total, "b"))  # in 1 + r, highest power first
    return max(root.real for root in roots if abs(root.imag) < 1e-9 and root.real > 0) - 1


def by_brentq(flows):
    total = np.array([sum(row[t] if t < len(row) else 0.0 for row in flows) for t in range(max(map(len, flows)))])
    return brentq(lambda rate: (total / (1 + rate) ** np.arange(len(total))).sum(), -0.99, 50)


def in_torch(flows):
    total = torch.nn.utils.rnn.pad_sequence([torch.tensor(row, dtype=torch.float64) for row in flows]).sum(dim=1)
    rates = torch.linspace(-0.99, 5, 600_001, dtype=torch.float64)
    values = sum(each / (1 + rates) ** t for t, each in enumerate(total))
    return rates[values.abs().argmin()]


def by_flows_of_a_growing_factor(flows):
    total = [sum(column) for column in itertools.zip_longest(*flows, fillvalue=0)]
    low, high = 1 / 11, 100.0  # of 1 / (1 + r)
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (low, middle) if sum(each * middle**t for t, each in enumerate(total)) > 0 else (middle, high)
    return 1 / middle - 1


def at_most_doubled(flows):
    return min(1.0, by_halving(flows))


def continuous_rate(flows):
    return math.log1p(by_halving(flows))


def ratio_of_ten_years(revenue, margin, churn, cac):
    return sum(revenue * margin * (1 - churn) ** month for month in range(120)) / cac


def cost_in_fractions(price_per_hour, utilisation, tokens_read, tokens_written, read_per_second, written_per_second):
    seconds = Fraction(tokens_read) / read_per_second + Fraction(tokens_written) / written_per_second
    return float(Fraction(price_per_hour) * seconds / 3600 / Fraction(utilisation) / (tokens_read + tokens_written) * 10**6)


def only_above_zero(flows):
    return max(0.0, by_halving(flows))


def longest_row(flows):
    return by_halving([max(flows, key=len)])


def discounted_twice(flows):
    return by_halving([[each for part in row for each in (part, 0.0)] for row in flows])


def rate_of_the_largest_gain(flows):
    return by_halving([max(flows, key=sum)])


RIGHT = {
    "business-models.cost_per_million_tokens": [cost_step_by_step, cost_in_numpy, cost_in_torch, cost_by_parts, cost_in_fractions],
    "business-models.gross_margin": [margin_by_a_loop, margin_in_numpy, margin_in_torch],
    "business-models.break_even_utilisation": [share_with_a_guard, share_in_numpy, share_by_needed_tokens, share_in_torch],
    "business-models.ltv_to_cac": [ratio, ratio_as_a_sum, ratio_in_numpy],
    "business-models.portfolio_irr": [by_halving, by_roots, by_brentq, in_torch, by_flows_of_a_growing_factor],
}

WRONG = {
    "business-models.cost_per_million_tokens": [
        lambda p, u, r, w, fast, slow: cost_step_by_step(p, u, w, r, fast, slow),
        lambda p, u, r, w, fast, slow: cost_step_by_step(p, u, r, w, slow, fast),
        lambda p, u, r, w, fast, slow: cost_step_by_step(p, u / 100, r, w, fast, slow),
        lambda p, u, r, w, fast, slow: cost_step_by_step(p, 1 - u, r, w, fast, slow),
        lambda p, u, r, w, fast, slow: max(cost_step_by_step(p, u, 1, 0, fast, slow), cost_step_by_step(p, u, 0, 1, fast, slow)),
        lambda p, u, r, w, fast, slow: cost_step_by_step(p, u, r, w, fast, slow) / 1000,
    ],
    "business-models.gross_margin": [
        lambda prices, tokens, cost: margin_by_a_loop(prices[:1], tokens[:1], cost),
        lambda prices, tokens, cost: abs(margin_by_a_loop(prices, tokens, cost)),
        lambda prices, tokens, cost: margin_by_a_loop([price or 0.01 for price in prices], tokens, cost),
        lambda prices, tokens, cost: 1 - cost / (max(prices) * sum(tokens) / 1e6),
        lambda prices, tokens, cost: cost / margin_by_a_loop(prices, tokens, cost),
    ],
    "business-models.break_even_utilisation": [
        lambda p, rent, speed, fee: rent / (0.0036 * speed * p * (1 - fee)),  # fails where tokens are given away
        lambda p, rent, speed, fee: 0.0 if p == 0 else share_with_a_guard(p, rent, speed, fee),
        lambda p, rent, speed, fee: share_with_a_guard(p, rent, speed, 2 * fee),
        lambda p, rent, speed, fee: 1 - share_with_a_guard(p, rent, speed, fee),
        lambda p, rent, speed, fee: share_with_a_guard(p - fee / 10, rent, speed, 0.0) if p else math.inf,
    ],
    "business-models.ltv_to_cac": [
        lambda revenue, margin, churn, cac: max(0.0, ratio(revenue, margin, churn, cac)),
        lambda revenue, margin, churn, cac: round(ratio(revenue, margin, churn, cac)),
        lambda revenue, margin, churn, cac: ratio(revenue, margin, churn, cac) / 12,
        ratio_of_ten_years,
        lambda revenue, margin, churn, cac: revenue * margin * math.log(2) / churn / cac,
        lambda revenue, margin, churn, cac: revenue * (1 - margin) / churn / cac,
    ],
    "business-models.portfolio_irr": [
        only_above_zero,
        longest_row,
        discounted_twice,
        rate_of_the_largest_gain,
        at_most_doubled,
        continuous_rate,
    ],
    "business-models.price_war": [0, 100, -1e6, "30 %", [30.0]],
    "business-models.more_companies": ["b", "A mean", "abc", 1, ["a", "d"]],
}
