"""Answers to gradient-descent.adam_step: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


def adam_as_in_the_paper(state, gradient, learning_rate, beta1, beta2, eps):
    t = state["step"] + 1
    mean = beta1 * state["mean"] + (1 - beta1) * gradient
    square = beta2 * state["square"] + (1 - beta2) * gradient**2
    step = learning_rate * (mean / (1 - beta1**t)) / (np.sqrt(square / (1 - beta2**t)) + eps)
    return {"weights": state["weights"] - step, "mean": mean, "square": square, "step": t}


def adam_in_torch(state, gradient, learning_rate, beta1, beta2, eps):
    weights, mean, square = (torch.as_tensor(state[name]).double() for name in ("weights", "mean", "square"))
    gradient, t = torch.as_tensor(gradient).double(), state["step"] + 1
    mean, square = mean.mul(beta1).add(gradient, alpha=1 - beta1), square.mul(beta2).addcmul(gradient, gradient, value=1 - beta2)
    divisor = (square.sqrt() / math.sqrt(1 - beta2**t)).add(eps)
    return {"weights": weights - learning_rate / (1 - beta1**t) * mean / divisor, "mean": mean, "square": square, "step": t}


def adam_on_a_copy(state, gradient, learning_rate, beta1, beta2, eps):
    new = {name: value.copy() if hasattr(value, "copy") else value for name, value in state.items()}
    new["step"] += 1
    new["mean"] += (1 - beta1) * (gradient - new["mean"])
    new["square"] += (1 - beta2) * (gradient**2 - new["square"])
    corrected = new["mean"] / (1 - beta1 ** new["step"]), new["square"] / (1 - beta2 ** new["step"])
    new["weights"] = new["weights"] - learning_rate * corrected[0] / (corrected[1] ** 0.5 + eps)
    return new


def adam_by_loops(state, gradient, learning_rate, beta1, beta2, eps):
    new = {
        "weights": np.zeros(gradient.shape),
        "mean": np.zeros(gradient.shape),
        "square": np.zeros(gradient.shape),
        "step": state["step"] + 1,
    }
    for i in np.ndindex(gradient.shape):
        new["mean"][i] = beta1 * state["mean"][i] + (1 - beta1) * gradient[i]
        new["square"][i] = beta2 * state["square"][i] + (1 - beta2) * gradient[i] ** 2
        first, second = new["mean"][i] / (1 - beta1 ** new["step"]), new["square"][i] / (1 - beta2 ** new["step"])
        new["weights"][i] = state["weights"][i] - learning_rate * first / (math.sqrt(second) + eps)
    return new


def adam_in_place(state, gradient, learning_rate, beta1, beta2, eps):
    state.update(adam_as_in_the_paper(state, gradient, learning_rate, beta1, beta2, eps))
    return state


def adam_only_the_mean_corrected(state, gradient, learning_rate, beta1, beta2, eps):
    new = adam_as_in_the_paper(state, gradient, learning_rate, beta1, beta2, eps)
    first = new["mean"] / (1 - beta1 ** new["step"])
    return new | {"weights": state["weights"] - learning_rate * first / (np.sqrt(new["square"]) + eps)}


def adam_of_the_old_averages(state, gradient, learning_rate, beta1, beta2, eps):
    new = adam_as_in_the_paper(state, gradient, learning_rate, beta1, beta2, eps)
    t = state["step"] + 1
    step = learning_rate * (state["mean"] / (1 - beta1**t)) / (np.sqrt(state["square"] / (1 - beta2**t)) + eps)
    return new | {"weights": state["weights"] - step}


def adam_uphill(state, gradient, learning_rate, beta1, beta2, eps):
    return adam_as_in_the_paper(state, gradient, -learning_rate, beta1, beta2, eps)


def adam_with_one_size_for_all(state, gradient, learning_rate, beta1, beta2, eps):
    new = adam_as_in_the_paper(state, gradient, learning_rate, beta1, beta2, eps)
    t = new["step"]
    step = learning_rate * (new["mean"] / (1 - beta1**t)) / (np.sqrt((new["square"] / (1 - beta2**t)).mean()) + eps)
    return new | {"weights": state["weights"] - step}


RIGHT = [adam_as_in_the_paper, adam_in_torch, adam_on_a_copy, adam_by_loops]
WRONG = [
    adam_in_place,
    adam_only_the_mean_corrected,
    adam_of_the_old_averages,
    adam_uphill,
    adam_with_one_size_for_all,
    lambda state, g, rate, b1, b2, eps: adam_as_in_the_paper(state, g, rate, b1, b2, eps)["weights"],
    lambda state, g, rate, b1, b2, eps: adam_as_in_the_paper(state, g, rate, b1, b2, 1e-8),
    lambda state, g, rate, b1, b2, eps: adam_as_in_the_paper(state, g, rate, 0.9, 0.999, eps),
]
