"""Answers to finance.sharpe_ratio: right ones in several styles, wrong ones that are no known mistake."""

import math
import statistics

import numpy as np
import torch


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


RIGHT = [sharpe_in_numpy, sharpe_by_statistics, sharpe_in_torch]
WRONG = [
    geometric_rate,
    lambda returns, risk_free=0.0, periods=252: sharpe_in_numpy(returns, -risk_free, periods),
    lambda returns, risk_free=0.0, periods=252: abs(sharpe_in_numpy(returns, risk_free, periods)),
    lambda returns, risk_free=0.0, periods=252: sharpe_in_numpy(np.cumsum(returns), risk_free, periods),
    lambda returns, risk_free=0.0, periods=252: np.median(returns) / returns.std(ddof=1) * periods**0.5,
]
