"""Answers to the exercises of finance: right ones in several styles, and wrong ones that are no known misconception."""

import math
import statistics

import numpy as np
import torch

# log_returns


def differences_of_logarithms(prices):
    return np.diff(np.log(prices), axis=0)


def logarithm_of_ratios(prices):
    return np.log(prices[1:] / prices[:-1])


def in_torch(prices):
    return torch.as_tensor(prices, dtype=torch.float32).log().diff(dim=0)


def by_log1p(prices):
    return np.log1p((prices[1:] - prices[:-1]) / prices[:-1])


def in_a_loop(prices):
    return np.array([np.log(prices[day]) - np.log(prices[day - 1]) for day in range(1, len(prices))])


# sharpe_ratio


def sharpe_in_numpy(returns, risk_free=0.0, periods=252):
    excess = returns - risk_free / periods
    return excess.mean() / excess.std(ddof=1) * periods**0.5


def sharpe_by_statistics(returns, risk_free=0.0, periods=252):
    values = [float(each) for each in returns]
    return (statistics.fmean(values) - risk_free / periods) / statistics.stdev(values) * math.sqrt(periods)


def sharpe_in_torch(returns, risk_free=0.0, periods=252):
    values = torch.tensor(returns, dtype=torch.float64)
    return (periods * values.mean() - risk_free) / (values.std() * math.sqrt(periods))


def geometric_rate(returns, risk_free=0.0, periods=252):
    excess = returns - ((1 + risk_free) ** (1 / periods) - 1 + 1e-4)
    return excess.mean() / excess.std(ddof=1) * periods**0.5


# value_at_risk and expected_shortfall


def quantile_of_returns(returns, level=0.99):
    return -np.quantile(returns, 1 - level)


def quantile_of_losses(returns, level=0.99):
    return np.percentile(-returns, 100 * level)


def quantile_in_torch(returns, level=0.99):
    return -torch.quantile(torch.tensor(returns, dtype=torch.float64), 1 - level)


def quantile_by_hand(returns, level=0.99):
    ordered = sorted(float(each) for each in returns)
    place = (1 - level) * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return -(ordered[low] + (place - low) * (ordered[high] - ordered[low]))


def next_worse_day(returns, level=0.99):
    return -np.quantile(returns, 1 - level, method="lower")


def shortfall_in_numpy(returns, level=0.99):
    return -returns[returns <= np.quantile(returns, 1 - level)].mean()


def shortfall_of_losses(returns, level=0.99):
    losses = -returns
    return np.mean(losses[losses >= np.quantile(losses, level) - 1e-12])


def shortfall_in_torch(returns, level=0.99):
    values = torch.tensor(returns, dtype=torch.float64)
    return -values[values <= torch.quantile(values, 1 - level)].mean()


def shortfall_in_a_loop(returns, level=0.99):
    edge = -quantile_by_hand(returns, level)
    tail = [float(each) for each in returns if each <= edge + 1e-12]
    return -sum(tail) / len(tail)


def shortfall_by_pairs(returns, level=0.99):
    return -np.sort(returns)[: max(1, int(len(returns) * (1 - level)))].mean()


# walk_forward


def in_a_range(days, first, test, gap=0):
    return [(stop, stop + gap, stop + gap + test) for stop in range(first, days - gap - test + 1, test)]


def in_a_while_loop(days, first, test, gap=0):
    splits, stop = [], first
    while stop + gap + test <= days:
        splits.append((stop, stop + gap, stop + gap + test))
        stop += test
    return splits


def by_counting(days, first, test, gap=0):
    folds = max(0, (days - first - gap) // test)
    return [[first + fold * test, first + fold * test + gap, first + (fold + 1) * test + gap] for fold in range(folds)]


def as_array_then_lists(days, first, test, gap=0):
    stops = np.arange(first, days - gap - test + 1, test)
    return [tuple(int(each) for each in (stop, stop + gap, stop + gap + test)) for stop in stops]


RIGHT = {
    "finance.log_returns": [differences_of_logarithms, logarithm_of_ratios, in_torch, by_log1p, in_a_loop],
    "finance.sharpe_ratio": [sharpe_in_numpy, sharpe_by_statistics, sharpe_in_torch],
    "finance.value_at_risk": [quantile_of_returns, quantile_of_losses, quantile_in_torch, quantile_by_hand],
    "finance.expected_shortfall": [shortfall_in_numpy, shortfall_of_losses, shortfall_in_torch, shortfall_in_a_loop],
    "finance.walk_forward": [in_a_range, in_a_while_loop, by_counting, as_array_then_lists],
}

WRONG = {
    "finance.log_returns": [
        lambda prices: np.log(prices),
        lambda prices: np.log(prices / prices[0])[1:],
        lambda prices: np.diff(np.log(prices), axis=0).mean(axis=0),
        lambda prices: np.abs(np.diff(np.log(prices), axis=0)),
        lambda prices: np.log(prices[2:] / prices[:-2]),
    ],
    "finance.sharpe_ratio": [
        geometric_rate,
        lambda returns, risk_free=0.0, periods=252: sharpe_in_numpy(returns, -risk_free, periods),
        lambda returns, risk_free=0.0, periods=252: abs(sharpe_in_numpy(returns, risk_free, periods)),
        lambda returns, risk_free=0.0, periods=252: sharpe_in_numpy(np.cumsum(returns), risk_free, periods),
        lambda returns, risk_free=0.0, periods=252: np.median(returns) / returns.std(ddof=1) * periods**0.5,
    ],
    "finance.value_at_risk": [
        next_worse_day,
        lambda returns, level=0.99: -np.quantile(returns, (1 - level) / 2),
        lambda returns, level=0.95: -np.quantile(returns, 1 - level),
        lambda returns, level=0.99: -np.quantile(returns[returns < 0], 1 - level) if (returns < 0).any() else 0.0,
        lambda returns, level=0.99: returns.mean() - np.quantile(returns, 1 - level),
    ],
    "finance.expected_shortfall": [
        shortfall_by_pairs,
        lambda returns, level=0.99: -np.median(returns[returns <= np.quantile(returns, 1 - level)]),
        lambda returns, level=0.95: shortfall_in_numpy(returns, level),
        lambda returns, level=0.99: -returns.min(),
        lambda returns, level=0.99: shortfall_in_numpy(returns, level) - quantile_of_returns(returns, level),
    ],
    "finance.walk_forward": [
        lambda days, first, test, gap=0: in_a_range(days, first, test, gap)[:1],
        lambda days, first, test, gap=0: [(stop - first, start, end) for stop, start, end in in_a_range(days, first, test, gap)],
        lambda days, first, test, gap=0: [(stop - gap, stop, stop + test) for stop in range(first, days - test + 1, test)],
        lambda days, first, test, gap=0: in_a_range(days, first, test, gap) or [(first, first + gap, days)],
        lambda days, first, test, gap=0: [each[:2] for each in in_a_range(days, first, test, gap)],
    ],
    "finance.what_fits": ["a", "b", "d", "ac", "nothing", 3],
    "finance.break_even_risk": [0, 100, -12.5, "12 %", [12.0]],
}
