"""Answers to market-and-capital.cagr: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


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


RIGHT = [power, through_logarithms, numpy_root, torch_root, by_search]
WRONG = [of_the_mean, of_the_last, square_root, rounded_to_percent]
