"""Answers to rise-of-big-models.count_parameters: right ones in several styles, wrong ones that are no known mistake."""

import math

import numpy as np
import torch


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


RIGHT = [part_by_part, by_shapes, numpy_float, with_torch]
WRONG = [
    matrices_only,
    twelve_l_c_squared,
    gated,
    one_layer,
    in_millions,
    positions_untied_too,
    off_by_one_percent,
]
