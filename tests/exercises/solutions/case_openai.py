"""Answers to the exercises of the case of OpenAI: right ones in several styles, and wrong ones that are no known misconception."""

import math

import numpy as np
import torch

# training_bill


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


# stake_after_rounds


def stake(stake, rounds):
    for raised, pre_money in rounds:
        stake *= pre_money / (pre_money + raised)
    return stake


def stake_by_shares(stake, rounds):
    left = 1.0
    for raised, pre in rounds:
        left = left * (1 - raised / (raised + pre))
    return stake * left


def stake_in_numpy(stake, rounds):
    table = np.array(rounds, dtype=float).reshape(-1, 2)
    return stake * np.prod(table[:, 1] / table.sum(axis=1))


def stake_recursive(stake, rounds):
    if not rounds:
        return stake
    (raised, pre), *rest = rounds
    return stake_recursive(stake / (1 + raised / pre), rest)


# runway_months


def runway(cash, revenue, cost, growth):
    for month in range(120):
        cash += revenue - cost
        if cash < 0:
            return month
        revenue *= 1 + growth
    return math.inf


def runway_by_while(cash, revenue, cost, growth):
    months = 0
    while months < 120:
        cash = cash + revenue - cost
        if cash < 0:
            break
        months, revenue = months + 1, revenue + revenue * growth
    return float(months) if months < 120 else float("inf")


def runway_in_numpy(cash, revenue, cost, growth):
    balances = cash + np.cumsum(revenue * (1 + growth) ** np.arange(120) - cost)
    below = np.flatnonzero(balances < 0)
    return int(below[0]) if len(below) else np.inf


def runway_stops_when_saved(cash, revenue, cost, growth):
    month = 0
    while True:
        if revenue >= cost and growth >= 0:
            return math.inf
        cash += revenue - cost
        if cash < 0:
            return month
        revenue *= 1 + growth
        month += 1


# days_to_pay_back


def days(fixed_cost, revenue_per_day, cost_per_day, paying_share):
    left = revenue_per_day * paying_share - cost_per_day
    return fixed_cost / left if left > 0 else math.inf


def days_with_numpy(fixed_cost, revenue_per_day, cost_per_day, paying_share):
    left = np.maximum(revenue_per_day * paying_share - cost_per_day, 0)
    with np.errstate(divide="ignore"):
        return np.float64(fixed_cost) / left


def days_early_return(fixed_cost, revenue_per_day, cost_per_day, paying_share):
    paid = revenue_per_day * paying_share
    if paid <= cost_per_day:
        return float("inf")
    return torch.tensor(fixed_cost, dtype=torch.float64) / (paid - cost_per_day)


RIGHT = {
    "case-openai.training_bill": [bill, bill_by_a_loop, bill_in_numpy, bill_in_torch],
    "case-openai.stake_after_rounds": [stake, stake_by_shares, stake_in_numpy, stake_recursive],
    "case-openai.runway_months": [runway, runway_by_while, runway_in_numpy, runway_stops_when_saved],
    "case-openai.days_to_pay_back": [days, days_with_numpy, days_early_return],
}

WRONG = {
    "case-openai.training_bill": [
        lambda hours, gpus, price: sum(hours.values()) * price,
        lambda hours, gpus, price: bill({"mean": sum(hours.values()) / len(hours)}, gpus, price),
        lambda hours, gpus, price: bill(hours, gpus * 8, price),
        lambda hours, gpus, price: (bill(hours, gpus, price)[0], math.ceil(bill(hours, gpus, price)[1])),
        lambda hours, gpus, price: {"cost": bill(hours, gpus, price)[0]},
    ],
    "case-openai.stake_after_rounds": [
        lambda own, rounds: stake(own, rounds) if rounds else 0.0,
        lambda own, rounds: stake(own, [(pre, raised) for raised, pre in rounds]) if rounds else own,
        lambda own, rounds: 1 - stake(1 - own, rounds),
        lambda own, rounds: 100 * stake(own, rounds),
    ],
    "case-openai.runway_months": [
        lambda cash, revenue, cost, growth: max(1, runway(cash, revenue, cost, growth)),
        lambda cash, revenue, cost, growth: runway(cash, revenue, cost, abs(growth)),
        lambda cash, revenue, cost, growth: runway(cash, revenue, cost, growth) / 12,
        lambda cash, revenue, cost, growth: cash / cost,
        lambda cash, revenue, cost, growth: min(24, runway(cash, revenue, cost, growth)),
        lambda cash, revenue, cost, growth: runway(cash, revenue, cost, growth / 12),
    ],
    "case-openai.days_to_pay_back": [
        lambda fixed, revenue, cost, share: fixed / (revenue * share - cost * share) if share and revenue > cost else math.inf,
        lambda fixed, revenue, cost, share: days(fixed, revenue, cost, share) / 365,
        lambda fixed, revenue, cost, share: 0.0 if days(fixed, revenue, cost, share) == math.inf else days(fixed, revenue, cost, share),
        lambda fixed, revenue, cost, share: days(fixed + cost, revenue, cost, share),
        lambda fixed, revenue, cost, share: None if share == 0 else days(fixed, revenue, cost, share),
    ],
    "case-openai.spent_per_dollar": [0, 1, -3.0, "3 dollars", [3.0]],
    "case-openai.left_out": ["a, c", "c, e", "b, d", "salaries", 3, "a,b,c,e"],
}
