"""Answers to the exercises of what-is-a-big-model: right ones in several styles, and wrong ones that are no known misconception."""

import math

import numpy as np
import torch
from scipy.optimize import curve_fit, minimize_scalar

# predicted_loss


def three_terms(n_params, n_tokens, constants):
    c = constants
    return c["e"] + c["a"] / n_params ** c["alpha"] + c["b"] / n_tokens ** c["beta"]


def in_logarithms(n_params, n_tokens, constants):
    small = math.exp(math.log(constants["a"]) - constants["alpha"] * math.log(n_params))
    few = math.exp(math.log(constants["b"]) - constants["beta"] * math.log(n_tokens))
    return constants["e"] + small + few


def in_numpy(n_params, n_tokens, constants):
    powers = np.array([n_params, n_tokens]) ** -np.array([constants["alpha"], constants["beta"]])
    return np.array([constants["a"], constants["b"]]) @ powers + constants["e"]


def in_torch(n_params, n_tokens, constants):
    x = torch.tensor([n_params, n_tokens], dtype=torch.float64)
    terms = torch.tensor([constants["a"], constants["b"]]).double() / x ** torch.tensor([constants["alpha"], constants["beta"]]).double()
    return terms.sum() + constants["e"]


def perplexity(n, d, c):
    return math.exp(three_terms(n, d, c))


def largest_term(n, d, c):
    return c["e"] + max(c["a"] / n ** c["alpha"], c["b"] / d ** c["beta"])


def positive_exponents(n, d, c):
    return c["e"] + c["a"] * n ** c["alpha"] + c["b"] * d ** c["beta"]


def mean_exponent(n, d, c):
    middle = (c["alpha"] + c["beta"]) / 2
    return c["e"] + c["a"] / n**middle + c["b"] / d**middle


# fit_power_law


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


# losses_of_budget


def vectorised(flops, sizes, constants):
    tokens = flops / (6 * sizes)
    c = constants
    return c["e"] + c["a"] * sizes ** -c["alpha"] + c["b"] * tokens ** -c["beta"]


def one_by_one(flops, sizes, constants):
    return np.array([three_terms(size, flops / 6 / size, constants) for size in sizes])


def torch_vector(flops, sizes, constants):
    n = torch.as_tensor(sizes)
    return constants["e"] + constants["a"] / n ** constants["alpha"] + constants["b"] / (flops / 6 / n) ** constants["beta"]


def one_number(flops, sizes, c):
    return float(vectorised(flops, sizes, c).min())


def budget_for_all_together(flops, sizes, c):
    return vectorised(flops / len(sizes), sizes, c)


def tokens_at_least_twenty(flops, sizes, c):
    tokens = np.maximum(flops / 6 / sizes, 20 * sizes)
    return c["e"] + c["a"] / sizes ** c["alpha"] + c["b"] / tokens ** c["beta"]


def reversed_order(flops, sizes, c):
    return vectorised(flops, sizes, c)[::-1]


# chinchilla_optimal


def by_formula(flops, constants):
    alpha, beta = constants["alpha"], constants["beta"]
    g = (alpha * constants["a"] / (beta * constants["b"])) ** (1 / (alpha + beta))
    n = g * (flops / 6) ** (beta / (alpha + beta))
    return n, flops / 6 / n


def by_minimising(flops, constants):
    found = minimize_scalar(
        lambda u: three_terms(math.exp(u), flops / 6 / math.exp(u), constants),
        bounds=(0, math.log(flops / 6)),
        method="bounded",
        options={"xatol": 1e-10},
    )
    n = math.exp(found.x)
    return [n, flops / (6 * n)]


def by_a_fine_grid(flops, constants):
    sizes = np.exp(np.linspace(np.log(1e4), np.log(1e16), 40_001))
    best = sizes[vectorised(flops, sizes, constants).argmin()]
    return np.array([best, flops / 6 / best])


def by_bisection(flops, constants):
    low, high = 0.0, math.log(flops / 6)
    for _ in range(200):
        middle = (low + high) / 2
        n = math.exp(middle)
        gain = constants["alpha"] * constants["a"] / n ** constants["alpha"]
        other = constants["beta"] * constants["b"] / (flops / 6 / n) ** constants["beta"]
        low, high = (middle, high) if gain > other else (low, middle)
    return (math.exp(low), flops / 6 / math.exp(low))


def coarse_grid(flops, constants):
    sizes = 10.0 ** np.arange(5, 14)
    best = sizes[vectorised(flops, sizes, constants).argmin()]
    return best, flops / 6 / best


def always_largest(flops, constants):
    return flops / 6, 1.0


def printed_constants(flops, constants):
    return by_formula(flops, {"e": 1.69, "a": 406.4, "b": 410.7, "alpha": 0.34, "beta": 0.28})


def no_tokens(flops, constants):
    return by_formula(flops, constants)[0]


RIGHT = {
    "what-is-a-big-model.predicted_loss": [three_terms, in_logarithms, in_numpy, in_torch],
    "what-is-a-big-model.fit_power_law": [with_curve_fit, by_a_grid_of_floors, by_a_search],
    "what-is-a-big-model.losses_of_budget": [vectorised, one_by_one, torch_vector],
    "what-is-a-big-model.chinchilla_optimal": [by_formula, by_minimising, by_a_fine_grid, by_bisection],
}

WRONG = {
    "what-is-a-big-model.predicted_loss": [perplexity, largest_term, positive_exponents, mean_exponent],
    "what-is-a-big-model.fit_power_law": [
        two_runs_only,
        floor_zero_point_eight,
        exponential_not_power,
        assumes_order,
        only_two_constants,
    ],
    "what-is-a-big-model.losses_of_budget": [one_number, budget_for_all_together, tokens_at_least_twenty, reversed_order],
    "what-is-a-big-model.chinchilla_optimal": [coarse_grid, always_largest, printed_constants, no_tokens],
    "what-is-a-big-model.halving": [0, -3.0, 1e9, "8 times", [8.0]],
    "what-is-a-big-model.refit_ratio": [0, 1.0, -2.0, "twice", [2.0]],
    "what-is-a-big-model.beyond_the_runs": ["a", "b", "d", "ad", 1000, "e"],
}
