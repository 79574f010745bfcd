"""Count the weights of a transformer of GPT-2's kind, exactly."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.economics.sizes import parameters
from bigmodel_edu.facts import architecture

Config = Mapping[str, int | bool]


def count(config: Config) -> int:
    model = replace(
        architecture("gpt2-small"),
        vocabulary=config["vocabulary"],
        context=config["context"],
        learned_positions=config["context"],
        layers=config["layers"],
        width=config["width"],
        hidden=config["hidden"],
        heads=1,
        key_heads=1,
        head_size=config["width"],
        tied=bool(config["tied"]),
        biases=bool(config["biases"]),
        norm_values=2 if config["biases"] else 1,
    )
    return parameters(model)


def _config(rng: np.random.Generator, tied: bool, biases: bool) -> Call:
    width = int(rng.integers(17, 90))
    return arguments(
        {
            "vocabulary": int(rng.integers(200, 900)),
            "context": int(rng.integers(30, 150)),
            "layers": int(rng.integers(2, 9)),
            "width": width,
            "hidden": int(width * rng.uniform(1.6, 3.4)),
            "tied": tied,
            "biases": biases,
        }
    )


def _tied(rng: np.random.Generator) -> Call:
    return _config(rng, tied=True, biases=True)


def without_biases(rng: np.random.Generator) -> Call:
    return _config(rng, tied=True, biases=False)


def own_output(rng: np.random.Generator) -> Call:
    return _config(rng, tied=False, biases=bool(rng.random() < 0.5))


def hand(config: Config, **other: float) -> int:
    """Count by hand, so that one part can be counted wrongly."""
    width, hidden, biases = config["width"], config["hidden"], config["biases"]
    part = {
        "embedding": config["vocabulary"] * width,
        "positions": config["context"] * width,
        "attention": 4 * width * width,
        "feed_forward": 2 * width * hidden,
        "linear_biases": (5 * width + hidden) if biases else 0,
        "norms": 2.0,
        "outer_norms": 1.0,
        "norm_values": 2 if biases else 1,
        "output": 0 if config["tied"] else config["vocabulary"] * width,
        **other,
    }
    block = part["attention"] + part["feed_forward"] + part["linear_biases"] + part["norms"] * part["norm_values"] * width
    outside = part["embedding"] + part["positions"] + part["output"] + part["outer_norms"] * part["norm_values"] * width
    return int(config["layers"] * block + outside)


EXERCISE = function(
    __file__,
    points=4,
    reference=count,
    core={"tied, with biases": _tied, "without biases": without_biases, "with an output layer of its own": own_output},
    bans=("bigmodel_edu.economics", "bigmodel_edu.models", ".parameters", ".numel"),
    relative=0.0,
    absolute=0.4,
    mistakes={
        "biases-forgotten": (lambda config: count({**config, "biases": False}), lambda config: hand(config, linear_biases=0)),
        "biases-always": lambda config: count({**config, "biases": True}),
        "norms-keep-their-shift": lambda config: hand(config, norm_values=2),
        "norms-without-shift": lambda config: hand(config, norm_values=1),
        "one-bias-a-block": (
            lambda config: hand(config, linear_biases=(config["width"] if config["biases"] else 0)),
            lambda config: hand(config, linear_biases=(4 * config["width"] if config["biases"] else 0)),
        ),
        "tied-counted-twice": lambda config: hand(config, output=config["vocabulary"] * config["width"]),
        "output-forgotten": lambda config: hand(config, output=0),
        "tied-the-wrong-way-round": lambda config: hand(config, output=config["vocabulary"] * config["width"] if config["tied"] else 0),
        "output-with-bias": lambda config: hand(config, output=0 if config["tied"] else config["vocabulary"] * (config["width"] + 1)),
        "attention-only": lambda config: hand(config, feed_forward=0),
        "no-output-projection": lambda config: hand(config, attention=3 * config["width"] ** 2),
        "twelve-times-the-square": lambda config: hand(config, feed_forward=8 * config["width"] ** 2),
        "one-feed-forward-matrix": lambda config: hand(config, feed_forward=config["width"] * config["hidden"]),
        "no-positions": lambda config: hand(config, positions=0),
        "no-final-norm": lambda config: hand(config, outer_norms=0),
        "one-norm-a-block": lambda config: hand(config, norms=1),
        "no-norms": lambda config: hand(config, norms=0, outer_norms=0),
    },
)
