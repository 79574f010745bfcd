"""Answers to the exercises of rise-of-big-models: right ones in several styles, and wrong ones that are no known misconception."""

import math

import numpy as np
import torch

# count_parameters: right


def part_by_part(config):
    V, T, L, C, F = (config[name] for name in ("vocabulary", "context", "layers", "width", "hidden"))
    bias = config["biases"]
    norm = C * (1 + bias)
    attention = 4 * (C * C + bias * C)
    feed_forward = C * F + F * C + bias * (F + C)
    total = V * C + T * C + L * (attention + feed_forward + 2 * norm) + norm
    return total if config["tied"] else total + V * C


def by_shapes(config):
    C, F = config["width"], config["hidden"]
    shapes = [(config["vocabulary"], C), (config["context"], C), (C,)]
    shapes += [(C,)] if config["biases"] else []
    for _layer in range(config["layers"]):
        shapes += [(C,), (C,), (C, C), (C, C), (C, C), (C, C), (C, F), (F, C)]
        if config["biases"]:
            shapes += [(C,), (C,), (C,), (C,), (C,), (C,), (F,), (C,)]
    if not config["tied"]:
        shapes.append((C, config["vocabulary"]))
    return sum(math.prod(shape) for shape in shapes)


def numpy_float(config):
    C, F, b = np.float64(config["width"]), np.float64(config["hidden"]), float(config["biases"])
    block = 4 * C**2 + 2 * C * F + b * (5 * C + F) + 2 * C * (1 + b)
    return config["layers"] * block + (config["vocabulary"] * (2 - config["tied"]) + config["context"]) * C + C * (1 + b)


def with_torch(config):
    C, F = config["width"], config["hidden"]
    block = torch.nn.ModuleList(
        [
            torch.nn.Linear(C, 3 * C, bias=config["biases"]),
            torch.nn.Linear(C, C, bias=config["biases"]),
            torch.nn.Linear(C, F, bias=config["biases"]),
            torch.nn.Linear(F, C, bias=config["biases"]),
            torch.nn.LayerNorm(C, bias=config["biases"]),
            torch.nn.LayerNorm(C, bias=config["biases"]),
        ]
    )
    in_a_block = sum(math.prod(p.shape) for p in block.parameters())
    tables = config["vocabulary"] * (1 if config["tied"] else 2) + config["context"]
    return torch.tensor(config["layers"] * in_a_block + tables * C + C * (2 if config["biases"] else 1))


# count_parameters: wrong


def matrices_only(config):
    C, F = config["width"], config["hidden"]
    return config["layers"] * (4 * C * C + 2 * C * F)


def twelve_l_c_squared(config):
    return 12 * config["layers"] * config["width"] ** 2


def gated(config):
    return part_by_part(config) + config["layers"] * config["width"] * config["hidden"]


def one_layer(config):
    return part_by_part({**config, "layers": 1})


def in_millions(config):
    return part_by_part(config) / 1e6


def positions_untied_too(config):
    return part_by_part(config) + (0 if config["tied"] else config["context"] * config["width"])


def off_by_one_percent(config):
    return round(part_by_part(config) * 1.01)


# training_flops


def six(n, d):
    return 6 * n * d


def in_two_passes(n_params, n_tokens):
    forward = 2 * n_params * n_tokens
    return forward + 2 * forward


def numpy_product(n_params, n_tokens):
    return np.prod([6.0, n_params, n_tokens])


def torch_product(n_params, n_tokens):
    return torch.tensor([6.0, n_params, n_tokens], dtype=torch.float64).prod()


def eight_as_with_recomputation(n, d):
    return 8 * n * d


def squared(n, d):
    return 6 * n * n


def added(n, d):
    return 6 * (n + d)


def petaflop_days(n, d):
    return 6 * n * d / 86_400e15


# training_days


def days(flops, gpus, peak_flops, mfu):
    return flops / (gpus * peak_flops * mfu) / 86_400


def days_step_by_step(flops, gpus, peak_flops, mfu):
    real = peak_flops * mfu
    seconds = flops / real / gpus
    return seconds / 60 / 60 / 24


def days_in_logarithms(flops, gpus, peak_flops, mfu):
    return np.exp(np.log(flops) - np.log(gpus) - np.log(peak_flops) - np.log(mfu) - np.log(86_400))


def days_in_torch(flops, gpus, peak_flops, mfu):
    return torch.tensor(flops, dtype=torch.float64) / (gpus * peak_flops * mfu * 24 * 3600)


def whole_days(flops, gpus, peak_flops, mfu):
    return math.ceil(days(flops, gpus, peak_flops, mfu))


def complement(flops, gpus, peak_flops, mfu):
    return days(flops, gpus, peak_flops, 1 - mfu)


def in_months(flops, gpus, peak_flops, mfu):
    return days(flops, gpus, peak_flops, mfu) / 30


def fixed_mfu(flops, gpus, peak_flops, mfu):
    return days(flops, gpus, peak_flops, 0.4)


# utilisation


def share(tokens_per_second, n_params, gpus, peak_flops):
    return 6 * n_params * tokens_per_second / (gpus * peak_flops)


def share_of_each_card(tokens_per_second, n_params, gpus, peak_flops):
    each = tokens_per_second / gpus
    return each * n_params * 6 / peak_flops


def share_in_numpy(tokens_per_second, n_params, gpus, peak_flops):
    done = np.array([2, 4]) @ np.array([n_params, n_params]) * tokens_per_second
    return np.float64(done) / gpus / peak_flops


def hardware_share(r, n, gpus, peak):
    return share(r, n, gpus, peak) * 8 / 6


def seconds_an_hour(r, n, gpus, peak):
    return share(r, n, gpus, peak) / 3600


def three(r, n, gpus, peak):
    return share(r, n, gpus, peak) / 2 + 0.01


def always_forty_percent(r, n, gpus, peak):
    return 0.4


# doubling_months


def doubling(first, last, months):
    return months / math.log2(last / first)


def doubling_in_numpy(first, last, months):
    return months * np.log(2) / (np.log(last) - np.log(first))


def doubling_by_base(first, last, months):
    return months / math.log(last / first, 2)


def doubling_from_rate(first, last, months):
    rate = (last / first) ** (1 / months)
    return math.log(2) / math.log(rate)


def half_life(first, last, months):
    return -months / math.log2(first / last) if last > first else 0.0


def by_loop(first, last, months):
    count = 0
    while first < last:
        first, count = first * 2, count + 1
    return months / max(count, 1)


def rule_of_seventy(first, last, months):
    return 70 / (100 * ((last / first) ** (1 / months) - 1))


def in_years(first, last, months):
    return doubling(first, last, months) / 12


RIGHT = {
    "rise-of-big-models.count_parameters": [part_by_part, by_shapes, numpy_float, with_torch],
    "rise-of-big-models.training_flops": [six, in_two_passes, numpy_product, torch_product],
    "rise-of-big-models.training_days": [days, days_step_by_step, days_in_logarithms, days_in_torch],
    "rise-of-big-models.utilisation": [share, share_of_each_card, share_in_numpy],
    "rise-of-big-models.doubling_months": [doubling, doubling_in_numpy, doubling_by_base, doubling_from_rate],
}

WRONG = {
    "rise-of-big-models.count_parameters": [
        matrices_only,
        twelve_l_c_squared,
        gated,
        one_layer,
        in_millions,
        positions_untied_too,
        off_by_one_percent,
    ],
    "rise-of-big-models.training_flops": [eight_as_with_recomputation, squared, added, petaflop_days],
    "rise-of-big-models.training_days": [whole_days, complement, in_months, fixed_mfu],
    "rise-of-big-models.utilisation": [hardware_share, seconds_an_hour, three, always_forty_percent],
    "rise-of-big-models.doubling_months": [half_life, by_loop, rule_of_seventy, in_years],
    "rise-of-big-models.sheet_days": [0, -12.5, 1e9, "12 days", [30.0]],
    "rise-of-big-models.above_one": ["a", "c", "d", "bc", 127, ""],
}
