"""Answers to the exercises of neurons-and-activations: right ones in several styles, and wrong ones that are no known misconception."""

import math

import numpy as np
import torch


def sigmoid_by_cases(x):
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


def sigmoid_by_masks(x):
    result = np.empty_like(x)
    result[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    result[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return result


def sigmoid_in_torch(x):
    x = torch.as_tensor(x, dtype=torch.float64)
    return 1 / (1 + torch.exp(-x))


def sigmoid_by_tanh(x):
    return 0.5 * (1 + np.tanh(x / 2))


def sigmoid_by_loops(x):
    def of_one(number):
        return 1 / (1 + math.exp(-number)) if number >= 0 else math.exp(number) / (1 + math.exp(number))

    return np.array([of_one(float(each)) for each in x.ravel()]).reshape(x.shape)


def sigmoid_clipped_far_out(x):
    return 1 / (1 + np.exp(-np.clip(x, -60, 60)))


def sigmoid_by_logaddexp(x):
    return np.exp(-np.logaddexp(0, -x))


def clipped_too_early(x):
    return 1 / (1 + np.exp(-np.clip(x, -5, 5)))


def straight_line(x):
    return np.clip(0.5 + x / 4, 0, 1)


def power_of_two(x):
    return 1 / (1 + np.exp2(-np.clip(x, -60, 60)))


def of_the_absolute_value(x):
    return 1 / (1 + np.exp(-np.abs(x)))


def algebraic(x):
    return 0.5 * (1 + x / (1 + np.abs(x)))


def far_out_is_nan_to_num(x):
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.exp(x) / (1 + np.exp(x)))


def changed_in_place(x):
    np.clip(x, -60, 60, out=x)
    return 1 / (1 + np.exp(-x))


def relu_in_place(x):
    x[x < 0] = 0
    return x


def relu_by_loops(x):
    return np.array([max(0.0, float(each)) for each in x.ravel()]).reshape(x.shape)


def relu_on_a_copy(x):
    y = x.copy()
    y[y < 0] = 0
    return y


def gelu_by_math_erf(x):
    return np.array([0.5 * v * (1 + math.erf(v / 2**0.5)) for v in x.ravel().tolist()]).reshape(x.shape)


def gelu_by_torch_erf(x):
    x = torch.as_tensor(x)
    return 0.5 * x * (1 + torch.erf(x * 0.5**0.5))


def gelu_by_normal(x):
    x = torch.as_tensor(x)
    return x * torch.distributions.Normal(0.0, 1.0).cdf(x)


def gelu_by_erfc(x):
    return x * 0.5 * np.vectorize(math.erfc, otypes=[float])(-x / math.sqrt(2))


def gelu_by_scipy(x):
    from scipy.stats import norm

    return x * norm.cdf(x)


def dense_by_einsum(x, w, b):
    return np.einsum("...i,oi->...o", x, w) + b


def dense_by_loops(x, w, b):
    rows = x.reshape(-1, x.shape[-1])
    result = np.zeros((len(rows), len(w)))
    for row in range(len(rows)):
        for neuron in range(len(w)):
            result[row, neuron] = sum(rows[row, i] * w[neuron, i] for i in range(len(rows[row]))) + b[neuron]
    return result.reshape(*x.shape[:-1], len(w))


def dense_in_torch(x, w, b):
    return torch.as_tensor(x) @ torch.as_tensor(w).T + torch.as_tensor(b)


def dense_by_columns(x, w, b):
    return np.stack([x @ row + bias for row, bias in zip(w, b, strict=True)], axis=-1)


def dense_by_dot(x, w, b):
    return np.dot(x.astype(np.float64), w.swapaxes(0, 1)) + b


def only_matrices(x, w, b):
    return (w @ x.T).T + b


def bias_of_the_first_neuron(x, w, b):
    return x @ w.T + b[0]


def bias_inside_the_weights(x, w, b):
    return x @ (w + b[:, None]).T


def flattened(x, w, b):
    return (x @ w.T + b).reshape(-1, len(b))


def mean_of_the_neurons(x, w, b):
    return (x @ w.T + b).mean(-1)


def dead_by_max(activations):
    return activations.max(axis=0) == 0


def dead_by_any(activations):
    return ~np.any(activations > 0, axis=0)


def dead_by_sum(activations):
    return activations.astype(np.float64).sum(0) == 0


def dead_by_loops(activations):
    return np.array([all(value == 0 for value in column) for column in activations.T])


def dead_in_torch(activations):
    return (torch.as_tensor(activations) == 0).all(dim=0)


def dead_by_count(activations):
    return np.count_nonzero(activations, axis=0) == 0


def slope_by_the_output(x):
    s = sigmoid_by_cases(x)
    return s * (1 - s)


def slope_by_tanh(x):
    return (1 - np.tanh(x / 2) ** 2) / 4


def slope_in_torch(x):
    x = torch.as_tensor(x, dtype=torch.float64)
    s = 1 / (1 + torch.exp(-x))
    return s - s**2


def slope_by_loops(x):
    small = [math.exp(-abs(float(each))) for each in x.ravel()]
    return np.array([each / (1 + each) ** 2 for each in small]).reshape(x.shape)


RIGHT = {
    "neurons-and-activations.sigmoid": [
        sigmoid_by_cases,
        sigmoid_by_masks,
        sigmoid_in_torch,
        sigmoid_by_tanh,
        sigmoid_by_loops,
        sigmoid_clipped_far_out,
        sigmoid_by_logaddexp,
    ],
    "neurons-and-activations.sigmoid_slope": [slope_by_the_output, slope_by_tanh, slope_in_torch, slope_by_loops],
    "neurons-and-activations.relu": [
        lambda x: np.maximum(x, 0),
        lambda x: x * (x > 0),
        lambda x: (x + np.abs(x)) / 2,
        lambda x: torch.as_tensor(x).clamp(min=0),
        lambda x: np.clip(x, 0, None),
        relu_by_loops,
        relu_on_a_copy,
    ],
    "neurons-and-activations.gelu": [gelu_by_math_erf, gelu_by_torch_erf, gelu_by_normal, gelu_by_erfc, gelu_by_scipy],
    "neurons-and-activations.dense": [dense_by_einsum, dense_by_loops, dense_in_torch, dense_by_columns, dense_by_dot],
    "neurons-and-activations.dead_units": [dead_by_max, dead_by_any, dead_by_sum, dead_by_loops, dead_in_torch, dead_by_count],
}

WRONG = {
    "neurons-and-activations.sigmoid": [
        clipped_too_early,
        straight_line,
        power_of_two,
        of_the_absolute_value,
        algebraic,
        far_out_is_nan_to_num,
        changed_in_place,
        lambda x: sigmoid_by_cases(x).round(2),
        lambda x: sigmoid_by_cases(x) > 0.5,
        lambda x: sigmoid_by_cases(x.ravel()),
        lambda x: sigmoid_by_cases(x).astype(int),
    ],
    "neurons-and-activations.sigmoid_slope": [
        lambda x: np.full(x.shape, 0.25),
        lambda x: sigmoid_by_cases(x) * sigmoid_by_cases(x - 1),
        lambda x: np.maximum(0.25 - x**2 / 16, 0),
        lambda x: -slope_by_the_output(x),
        lambda x: slope_by_the_output(x) * 4,
        lambda x: slope_by_the_output(x).ravel(),
        lambda x: np.sign(x) * slope_by_the_output(x),
    ],
    "neurons-and-activations.relu": [
        relu_in_place,
        lambda x: np.maximum(x, 0).ravel(),
        lambda x: np.maximum(x, 1e-3),
        lambda x: np.where(x < 0, x, 0),
        lambda x: np.maximum(x, 0).astype(int),
        lambda x: np.full_like(x, max(0, x.max())),
        lambda x: np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1),
        lambda x: np.log1p(np.exp(x)),
        lambda x: np.minimum(np.maximum(x, 0), 6) / 6,
    ],
    "neurons-and-activations.gelu": [
        lambda x: np.maximum(x, 0),
        lambda x: gelu_by_math_erf(x) * 1.01,
        lambda x: gelu_by_math_erf(np.abs(x)),
        lambda x: np.where(np.abs(x) > 2, np.maximum(x, 0), gelu_by_math_erf(x)),
        lambda x: x * (x > 0) * 0.5,
        lambda x: x + gelu_by_math_erf(x),
        lambda x: gelu_by_math_erf(x).round(3),
    ],
    "neurons-and-activations.dense": [
        only_matrices,
        bias_of_the_first_neuron,
        bias_inside_the_weights,
        flattened,
        mean_of_the_neurons,
        lambda x, w, b: (x[..., None, :] * w).sum(-2) if w.shape[0] == w.shape[1] else x @ w.T + b,
        lambda x, w, b: np.tanh(x @ w.T + b),
        lambda x, w, b: x[:1] @ w.T + b,
    ],
    "neurons-and-activations.dead_units": [
        lambda activations: (activations == 0).all(),
        lambda activations: activations.mean(axis=0) < 0.05,
        lambda activations: np.median(activations, axis=0) == 0,
        lambda activations: activations[-1] == 0,
        lambda activations: (activations == 0).all(axis=0).astype(int),
        lambda activations: (activations == 0).all(axis=0)[None],
        lambda activations: activations.std(axis=0) == 0,
        lambda activations: np.zeros(activations.shape[1], dtype=bool),
    ],
    "neurons-and-activations.vanishing": [0, 1, -1, 1e9, "small", [0.1]],
    "neurons-and-activations.linear_stack": ["b", "e", "ab", "one", 1, ["a", "d"]],
}
