"""Answers to case-openai.runway_months: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np


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


RIGHT = [runway, runway_by_while, runway_in_numpy, runway_stops_when_saved]
WRONG = [
    lambda cash, revenue, cost, growth: max(1, runway(cash, revenue, cost, growth)),
    lambda cash, revenue, cost, growth: runway(cash, revenue, cost, abs(growth)),
    lambda cash, revenue, cost, growth: runway(cash, revenue, cost, growth) / 12,
    lambda cash, revenue, cost, growth: cash / cost,
    lambda cash, revenue, cost, growth: min(24, runway(cash, revenue, cost, growth)),
    lambda cash, revenue, cost, growth: runway(cash, revenue, cost, growth / 12),
]
