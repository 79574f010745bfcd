"""Return how many bits a model needs for a byte of text."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def bits(loss, tokens, text):
    return loss * tokens / math.log(2) / len(text.encode("utf-8"))


def passage(rng: np.random.Generator, letters: str, spread: float) -> Call:
    text = "".join(rng.choice(list(letters), int(rng.integers(40, 90))))
    return arguments(float(rng.uniform(1.2, 4.5)), int(len(text) * rng.uniform(0.25, spread)), text)


def english(rng: np.random.Generator) -> Call:
    return passage(rng, "abcdefghij klmnopqrs ,.", 0.6)


def chinese(rng: np.random.Generator) -> Call:
    return passage(rng, "大模型从注意力到创业的课程，学生", 0.9)


def mixed(rng: np.random.Generator) -> Call:
    return passage(rng, "naïve café Zürich 模型 😀", 0.8)


def per_character(loss, tokens, text):
    return loss * tokens / math.log(2) / len(text)


def nats(loss, tokens, text):
    return loss * tokens / len(text.encode("utf-8"))


def per_token(loss, tokens, text):
    return loss / math.log(2)


def upside_down(loss, tokens, text):
    return loss * len(text.encode("utf-8")) / tokens / math.log(2)


def whole_text(loss, tokens, text):
    return loss * tokens / math.log(2)


def multiplied(loss, tokens, text):
    return loss * tokens * math.log(2) / len(text.encode("utf-8"))


def utf16(loss, tokens, text):
    return loss * tokens / math.log(2) / len(text.encode("utf-16-le"))


def perplexity_not_bits(loss, tokens, text):
    return 2 ** bits(loss, tokens, text)


EXERCISE = function(
    __file__,
    points=2,
    reference=bits,
    core={"Chinese": chinese, "accents and pictures": mixed},
    edges={"English": english},
    bans=(".bits_per_byte", "bigmodel_edu.training"),
    mistakes={
        "per-character": per_character,
        "nats": nats,
        "per-token": per_token,
        "upside-down": upside_down,
        "whole-text": whole_text,
        "times-ln-2": multiplied,
        "utf-16": utf16,
        "perplexity": perplexity_not_bits,
    },
)
