"""Answers to business-models.ltv_to_cac: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np


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


def ratio_of_ten_years(revenue, margin, churn, cac):
    return sum(revenue * margin * (1 - churn) ** month for month in range(120)) / cac


RIGHT = [ratio, ratio_as_a_sum, ratio_in_numpy]
WRONG = [
    lambda revenue, margin, churn, cac: max(0.0, ratio(revenue, margin, churn, cac)),
    lambda revenue, margin, churn, cac: round(ratio(revenue, margin, churn, cac)),
    lambda revenue, margin, churn, cac: ratio(revenue, margin, churn, cac) / 12,
    ratio_of_ten_years,
    lambda revenue, margin, churn, cac: revenue * margin * math.log(2) / churn / cac,
    lambda revenue, margin, churn, cac: revenue * (1 - margin) / churn / cac,
]
