"""Answers to market-and-capital.payback_year: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np


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


RIGHT = [running_sum, cumulated, balance_with_interest, recursive_payback]
WRONG = [parts_of_a_year, infinity_for_never, discounted_one_year_more, always_three, none_for_today]
