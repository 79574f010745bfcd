"""Answers to the exercises of market-and-capital: right ones in several styles, and wrong ones that are no known misconception."""

import math
from datetime import date

import numpy as np
import torch

# cagr


def power(first, last, years):
    return (last / first) ** (1 / years) - 1


def through_logarithms(first, last, years):
    return math.expm1(math.log(last / first) / years)


def numpy_root(first, last, years):
    return np.power(np.float64(last) / first, np.reciprocal(np.float64(years))) - 1


def torch_root(first, last, years):
    return torch.tensor(last / first, dtype=torch.float64).pow(1 / years) - 1


def by_search(first, last, years):
    low, high = -0.9999999, 1e4
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if first * (1 + middle) ** years < last else (low, middle)
    return low


def of_the_mean(first, last, years):
    return (last - first) / ((first + last) / 2) / years


def of_the_last(first, last, years):
    return (last - first) / last / years


def square_root(first, last, years):
    return math.sqrt(last / first) - 1


def rounded_to_percent(first, last, years):
    return round(power(first, last, years), 2)


# yearly_factor


def months_of_text(first, last, start, end):
    (y0, m0), (y1, m1) = (map(int, each.split("-")) for each in (start, end))
    months = (y1 - y0) * 12 + (m1 - m0)
    ratio = last / first if last > first else first / last
    return ratio ** (12 / months)


def with_dates(first, last, start, end):
    a, b = (date.fromisoformat(each + "-01") for each in (start, end))
    years = b.year - a.year + (b.month - a.month) / 12
    return math.exp(abs(math.log(last / first)) / years)


def with_numpy_months(first, last, start, end):
    months = (np.datetime64(end, "M") - np.datetime64(start, "M")).astype(int)
    return np.exp(np.abs(np.log(last / first)) * 12 / months)


def month_numbers_only(first, last, start, end):
    months = int(end[5:]) - int(start[5:])
    return max(first / last, last / first) ** (12 / months) if months > 0 else 1.0


def thirty_days(first, last, start, end):
    a, b = (date.fromisoformat(each + "-01") for each in (start, end))
    return max(first / last, last / first) ** (12 / round((b - a).days / 28))


def difference_a_year(first, last, start, end):
    return abs(last - first) * 12 / ((int(end[:4]) - int(start[:4])) * 12 + int(end[5:]) - int(start[5:]))


def months_swapped(first, last, start, end):
    months = (int(end[:4]) - int(start[:4])) * 12 + int(start[5:]) - int(end[5:])
    return max(first / last, last / first) ** (12 / months) if months else 1.0


# tam_sam_som


def sums(segments, serviceable, obtainable_share):
    worth = {name: buyers * spend for name, (buyers, spend) in segments.items()}
    served = sum(worth[name] for name in serviceable)
    return sum(worth.values()), served, served * obtainable_share


def loop(segments, serviceable, obtainable_share):
    tam = sam = 0.0
    for name in segments:
        size = segments[name][0] * segments[name][1]
        tam += size
        if name in serviceable:
            sam += size
    return [tam, sam, sam * obtainable_share]


def numpy_masks(segments, serviceable, obtainable_share):
    rows = np.array(list(segments.values()), dtype=float)
    mask = np.array([name in set(serviceable) for name in segments])
    worth = rows.prod(axis=1)
    return np.array([worth.sum(), worth[mask].sum(), worth[mask].sum() * obtainable_share])


def first_segment_only(segments, serviceable, share):
    _tam, sam, _ = sums(segments, serviceable[:1], share)
    return sum(b * s for b, s in segments.values()), sam, sam * share


def two_values(segments, serviceable, share):
    return sums(segments, serviceable, share)[:2]


def added_instead_of_multiplied(segments, serviceable, share):
    worth = {name: buyers + spend for name, (buyers, spend) in segments.items()}
    served = sum(worth[name] for name in serviceable)
    return sum(worth.values()), served, served * share


def fails_on_none(segments, serviceable, share):
    tam, sam, som = sums(segments, serviceable, share)
    return (tam, sam, som) if serviceable else (tam, tam, tam * share)


def share_twice(segments, serviceable, share):
    tam, sam, som = sums(segments, serviceable, share)
    return tam, sam, som * share


# npv


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


# payback_year


def running_sum(rate, flows):
    total = 0.0
    for t, flow in enumerate(flows):
        total += flow / (1 + rate) ** t
        if total >= 0:
            return t
    return None


def cumulated(rate, flows):
    sums_so_far = np.cumsum(np.array(flows) / (1 + rate) ** np.arange(len(flows)))
    back = np.flatnonzero(sums_so_far >= 0)
    return int(back[0]) if len(back) else None


def balance_with_interest(rate, flows):
    balance = 0.0
    for t, flow in enumerate(flows):
        balance = balance * (1 + rate) + flow
        if not balance < 0:
            return np.int64(t)
    return None


def recursive_payback(rate, flows, year=0, total=0.0):
    if year == len(flows):
        return None
    total += flows[year] / (1 + rate) ** year
    return year if total >= 0 else recursive_payback(rate, flows, year + 1, total)


def none_for_today(rate, flows):
    return running_sum(rate, flows) or None


def parts_of_a_year(rate, flows):
    found = running_sum(rate, flows)
    return None if found is None else found - 0.5


def infinity_for_never(rate, flows):
    found = running_sum(rate, flows)
    return math.inf if found is None else found


def discounted_one_year_more(rate, flows):
    return running_sum(rate, [flows[0], *(flow / (1 + rate) for flow in flows[1:])])


def always_three(rate, flows):
    return 3


RIGHT = {
    "market-and-capital.cagr": [power, through_logarithms, numpy_root, torch_root, by_search],
    "market-and-capital.yearly_factor": [months_of_text, with_dates, with_numpy_months],
    "market-and-capital.tam_sam_som": [sums, loop, numpy_masks],
    "market-and-capital.npv": [enumerated, numpy_powers, horner, torch_powers],
    "market-and-capital.payback_year": [running_sum, cumulated, balance_with_interest, recursive_payback],
}

WRONG = {
    "market-and-capital.cagr": [of_the_mean, of_the_last, square_root, rounded_to_percent],
    "market-and-capital.yearly_factor": [month_numbers_only, thirty_days, difference_a_year, months_swapped],
    "market-and-capital.tam_sam_som": [first_segment_only, two_values, added_instead_of_multiplied, fails_on_none, share_twice],
    "market-and-capital.npv": [last_left_out, mid_year, only_positive, absolute_rate, squares, changes_its_input],
    "market-and-capital.payback_year": [parts_of_a_year, infinity_for_never, discounted_one_year_more, always_three, none_for_today],
    "market-and-capital.mean_growth": [0, -4.0, 1e6, "20 %", [20.0]],
    "market-and-capital.what_is_no_market": ["a", "b", "d", "ac", 252.3, "all"],
}
