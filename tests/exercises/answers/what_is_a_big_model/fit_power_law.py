"""Answers to what-is-a-big-model.fit_power_law: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
from scipy.optimize import curve_fit, minimize_scalar


def with_curve_fit(x, loss):
    def law(x, floor, scale, exponent):
        return floor + scale * x**-exponent

    (floor, scale, exponent), _ = curve_fit(law, x, loss, p0=(0.8 * loss.min(), np.ptp(loss), 0.3), bounds=(0, (loss.min(), np.inf, 5)))
    return floor, scale, exponent


def by_a_grid_of_floors(x, loss):
    best = (np.inf, 0.0, 0.0, 0.0)
    for floor in np.linspace(0, loss.min(), 3_000, endpoint=False):
        slope, constant = np.polyfit(np.log(x), np.log(loss - floor), 1)
        error = ((floor + np.exp(constant) * x**slope - loss) ** 2).sum()
        best = min(best, (error, floor, np.exp(constant), -slope))
    return [float(each) for each in best[1:]]


def by_a_search(x, loss):
    logs = np.log(x)

    def line(floor):
        return np.polyfit(logs, np.log(loss - floor), 1)

    def error(floor):
        slope, constant = line(floor)
        return ((slope * logs + constant - np.log(loss - floor)) ** 2).sum()

    grid = np.linspace(0, loss.min() * 0.9999, 400)
    start = grid[np.argmin([error(each) for each in grid])]
    step = grid[1]
    floor = minimize_scalar(error, bounds=(max(0, start - step), min(start + step, loss.min() * 0.99999)), method="bounded").x
    slope, constant = line(floor)
    return np.array([floor, np.exp(constant), -slope])


def two_runs_only(x, loss):
    low, high = x.argmin(), x.argmax()
    exponent = -math.log(loss[high] / loss[low]) / math.log(x[high] / x[low])
    return 0.0, loss[low] * x[low] ** exponent, exponent


def floor_zero_point_eight(x, loss):
    floor = 0.8 * loss.min()
    slope, constant = np.polyfit(np.log(x), np.log(loss - floor), 1)
    return floor, math.exp(constant), -slope


def exponential_not_power(x, loss):
    slope, constant = np.polyfit(x, np.log(loss), 1)
    return 0.0, math.exp(constant), -slope


def assumes_order(x, loss):
    floor, scale, exponent = with_curve_fit(x, loss)
    return floor, scale, exponent if (np.diff(x) > 0).all() else 0.0


def only_two_constants(x, loss):
    return with_curve_fit(x, loss)[1:]


RIGHT = [with_curve_fit, by_a_grid_of_floors, by_a_search]
WRONG = [
    two_runs_only,
    floor_zero_point_eight,
    exponential_not_power,
    assumes_order,
    only_two_constants,
]
