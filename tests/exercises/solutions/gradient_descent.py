"""Answers to the exercises of gradient-descent: right ones in several styles, and wrong ones that are no known misconception."""

import math

import numpy as np
import torch


def step_in_torch(weights, gradient, learning_rate):
    return torch.as_tensor(weights) - learning_rate * torch.as_tensor(gradient)


def step_by_loops(weights, gradient, learning_rate):
    result = weights.copy()
    for index in np.ndindex(weights.shape):
        result[index] -= learning_rate * gradient[index]
    return result


def step_in_float64(weights, gradient, learning_rate):
    return np.subtract(weights.astype(np.float64), np.multiply(learning_rate, gradient))


def step_in_place(weights, gradient, learning_rate):
    weights -= learning_rate * gradient
    return weights


def epoch_by_slices(weights, x, y, learning_rate, batch_size, rng):
    order = rng.permutation(len(x))
    x, y = x[order], y[order]
    for start in range(0, len(x), batch_size):
        rows, targets = x[start : start + batch_size], y[start : start + batch_size]
        weights = weights - learning_rate * 2 * rows.T @ (rows @ weights - targets) / len(rows)
    return weights


def epoch_with_shuffle(weights, x, y, learning_rate, batch_size, rng):
    order = np.arange(len(x))
    rng.shuffle(order)
    weights = weights.astype(np.float64)
    for batch in np.split(order, range(batch_size, len(order), batch_size)):
        error = x[batch] @ weights - y[batch]
        weights -= learning_rate * 2 * (error[:, None] * x[batch]).mean(axis=0)
    return weights


def epoch_in_torch(weights, x, y, learning_rate, batch_size, rng):
    order = torch.as_tensor(rng.permutation(len(x)))
    x, y = torch.as_tensor(x), torch.as_tensor(y)
    weights = torch.tensor(weights, requires_grad=True)
    for batch in order.split(batch_size):
        loss = ((x[batch] @ weights - y[batch]) ** 2).mean()
        (gradient,) = torch.autograd.grad(loss, weights)
        weights = (weights - learning_rate * gradient).detach().requires_grad_()
    return weights


def epoch_by_loops(weights, x, y, learning_rate, batch_size, rng):
    order, weights = list(rng.permutation(len(x))), [float(w) for w in weights]
    while order:
        batch, order = order[:batch_size], order[batch_size:]
        gradient = [0.0] * len(weights)
        for row in batch:
            error = sum(w * float(v) for w, v in zip(weights, x[row], strict=True)) - float(y[row])
            for column in range(len(weights)):
                gradient[column] += 2 * error * float(x[row, column]) / len(batch)
        weights = [w - learning_rate * g for w, g in zip(weights, gradient, strict=True)]
    return np.array(weights)


def epoch_with_replacement(weights, x, y, learning_rate, batch_size, rng):
    for _ in range(math.ceil(len(x) / batch_size)):
        batch = rng.integers(0, len(x), batch_size)
        weights = weights - learning_rate * 2 * x[batch].T @ (x[batch] @ weights - y[batch]) / len(batch)
    return weights


def epoch_uphill(weights, x, y, learning_rate, batch_size, rng):
    return epoch_by_slices(weights, x, y, -learning_rate, batch_size, rng)


def epoch_backwards(weights, x, y, learning_rate, batch_size, rng):
    order = rng.permutation(len(x))[::-1]
    for start in range(0, len(x), batch_size):
        batch = order[start : start + batch_size]
        weights = weights - learning_rate * 2 * x[batch].T @ (x[batch] @ weights - y[batch]) / len(batch)
    return weights


def two_epochs(weights, x, y, learning_rate, batch_size, rng):
    return epoch_by_slices(epoch_by_slices(weights, x, y, learning_rate, batch_size, rng), x, y, learning_rate, batch_size, rng)


def momentum_in_numpy(weights, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + gradient
    return weights - learning_rate * new, new


def momentum_in_torch(weights, velocity, gradient, learning_rate, momentum):
    weights, velocity, gradient = map(torch.as_tensor, (weights, velocity, gradient))
    new = velocity.mul(momentum).add(gradient)
    return weights.sub(new, alpha=learning_rate), new


def momentum_by_loops(weights, velocity, gradient, learning_rate, momentum):
    new_weights, new_velocity = np.empty(weights.shape), np.empty(weights.shape)
    for index in np.ndindex(weights.shape):
        new_velocity[index] = momentum * velocity[index] + gradient[index]
        new_weights[index] = weights[index] - learning_rate * new_velocity[index]
    return [new_weights, new_velocity]


def rmsprop_in_numpy(weights, square, gradient, learning_rate, alpha, eps):
    new = alpha * square + (1 - alpha) * gradient * gradient
    return weights - learning_rate * gradient / (new**0.5 + eps), new


def rmsprop_in_torch(weights, square, gradient, learning_rate, alpha, eps):
    weights, square, gradient = map(torch.as_tensor, (weights, square, gradient))
    square = torch.lerp(gradient.square(), square, alpha)
    return weights.addcdiv(gradient, square.sqrt() + eps, value=-learning_rate), square


def rmsprop_by_loops(weights, square, gradient, learning_rate, alpha, eps):
    new_weights, new_square = np.empty(weights.shape), np.empty(weights.shape)
    for index in np.ndindex(weights.shape):
        new_square[index] = alpha * square[index] + (1 - alpha) * gradient[index] ** 2
        new_weights[index] = weights[index] - learning_rate * gradient[index] / (math.sqrt(new_square[index]) + eps)
    return [new_weights, new_square]


def rmsprop_from_the_difference(weights, square, gradient, learning_rate, alpha, eps):
    new = square + (1 - alpha) * (gradient**2 - square)
    return weights - gradient * (learning_rate / (np.sqrt(new) + eps)), new


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


def rate_by_power_iteration(matrix):
    direction = np.ones(len(matrix)) + 0.1 * np.arange(len(matrix))
    for _ in range(20_000):
        direction = matrix @ direction
        direction /= np.linalg.norm(direction)
    return 2 / (direction @ matrix @ direction)


def rate_by_singular_values(matrix):
    return 2 / np.linalg.norm(matrix, 2)


def rate_in_torch(matrix):
    return 2 / torch.linalg.eigvalsh(torch.as_tensor(matrix)).max()


def rate_by_general_eigenvalues(matrix):
    return float(2 / max(np.linalg.eigvals(matrix).real))


RIGHT = {
    "gradient-descent.gd_step": [step_in_torch, step_by_loops, step_in_float64, lambda w, g, rate: w - g * rate],
    "gradient-descent.sgd_epoch": [epoch_by_slices, epoch_with_shuffle, epoch_in_torch, epoch_by_loops],
    "gradient-descent.momentum_step": [momentum_in_numpy, momentum_in_torch, momentum_by_loops],
    "gradient-descent.rmsprop_step": [rmsprop_in_numpy, rmsprop_in_torch, rmsprop_by_loops, rmsprop_from_the_difference],
    "gradient-descent.adam_step": [adam_as_in_the_paper, adam_in_torch, adam_on_a_copy, adam_by_loops],
    "gradient-descent.minimum_learning_rate_that_diverges": [
        rate_by_power_iteration,
        rate_by_singular_values,
        rate_in_torch,
        rate_by_general_eigenvalues,
    ],
}

WRONG = {
    "gradient-descent.gd_step": [
        step_in_place,
        lambda w, g, rate: w - rate * g.mean(),
        lambda w, g, rate: w - g / rate,
        lambda w, g, rate: w - rate * g**2,
        lambda w, g, rate: (w - rate * g).ravel(),
        lambda w, g, rate: w - rate * np.abs(g),
    ],
    "gradient-descent.sgd_epoch": [
        epoch_with_replacement,
        epoch_uphill,
        epoch_backwards,
        two_epochs,
        lambda w, x, y, rate, size, rng: epoch_by_slices(np.zeros_like(w), x, y, rate, size, rng),
        lambda w, x, y, rate, size, rng: epoch_by_slices(w, x, y, rate, 1, rng),
        lambda w, x, y, rate, size, rng: w,
    ],
    "gradient-descent.momentum_step": [
        lambda w, v, g, rate, mu: momentum_in_numpy(w, v, g, rate, mu)[0],
        lambda w, v, g, rate, mu: momentum_in_numpy(w, v, g, rate, mu)[::-1],
        lambda w, v, g, rate, mu: momentum_in_numpy(w, v, g, -rate, mu),
        lambda w, v, g, rate, mu: momentum_in_numpy(w, v, g, rate, 0.9),
        lambda w, v, g, rate, mu: (momentum_in_numpy(w, v, g, rate, mu)[0], v),
        lambda w, v, g, rate, mu: momentum_in_numpy(w, v, g, rate, 1 - mu),
    ],
    "gradient-descent.rmsprop_step": [
        lambda w, s, g, rate, alpha, eps: rmsprop_in_numpy(w, s, g, rate, alpha, eps)[0],
        lambda w, s, g, rate, alpha, eps: rmsprop_in_numpy(w, s, g, rate, alpha, eps)[::-1],
        lambda w, s, g, rate, alpha, eps: rmsprop_in_numpy(w, s, g, -rate, alpha, eps),
        lambda w, s, g, rate, alpha, eps: (rmsprop_in_numpy(w, s, g, rate, alpha, eps)[0], s),
        lambda w, s, g, rate, alpha, eps: rmsprop_in_numpy(w, s, g, rate, 0.99, eps),
        lambda w, s, g, rate, alpha, eps: rmsprop_in_numpy(w, s, g, rate, alpha, 1e-8),
        lambda w, s, g, rate, alpha, eps: rmsprop_in_numpy(w, s.mean(), g, rate, alpha, eps),
    ],
    "gradient-descent.adam_step": [
        adam_in_place,
        adam_only_the_mean_corrected,
        adam_of_the_old_averages,
        adam_uphill,
        adam_with_one_size_for_all,
        lambda state, g, rate, b1, b2, eps: adam_as_in_the_paper(state, g, rate, b1, b2, eps)["weights"],
        lambda state, g, rate, b1, b2, eps: adam_as_in_the_paper(state, g, rate, b1, b2, 1e-8),
        lambda state, g, rate, b1, b2, eps: adam_as_in_the_paper(state, g, rate, 0.9, 0.999, eps),
    ],
    "gradient-descent.minimum_learning_rate_that_diverges": [
        lambda matrix: 2 / matrix.max() if matrix.size > 1 else 3.0,
        lambda matrix: 2 / np.linalg.eigvalsh(matrix),
        lambda matrix: 2 / np.linalg.eigvalsh(matrix).mean(),
        lambda matrix: -2 / np.linalg.eigvalsh(matrix)[-1],
        lambda matrix: 2 * np.linalg.eigvalsh(matrix)[-1],
        lambda matrix: 2 / np.linalg.cond(matrix),
    ],
    "gradient-descent.shrinking": [1, -1, 1e9, "near", [0.1]],
    "gradient-descent.first_step": [1, -1, 1e9, "small", [0.1]],
}
