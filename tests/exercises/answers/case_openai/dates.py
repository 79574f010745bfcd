"""What several answers of case openai are made of."""

import math


def days(fixed_cost, revenue_per_day, cost_per_day, paying_share):
    left = revenue_per_day * paying_share - cost_per_day
    return fixed_cost / left if left > 0 else math.inf
