"""What several answers of finance are made of."""

import math

import numpy as np


def quantile_of_returns(returns, level=0.99):
    return -np.quantile(returns, 1 - level)


def quantile_by_hand(returns, level=0.99):
    ordered = sorted(float(each) for each in returns)
    place = (1 - level) * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return -(ordered[low] + (place - low) * (ordered[high] - ordered[low]))
