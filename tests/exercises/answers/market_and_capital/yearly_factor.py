"""Answers to market-and-capital.yearly_factor: right ones in several styles, wrong ones that are no known mistake."""

import math
from datetime import date

import numpy as np


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


RIGHT = [months_of_text, with_dates, with_numpy_months]
WRONG = [month_numbers_only, thirty_days, difference_a_year, months_swapped]
