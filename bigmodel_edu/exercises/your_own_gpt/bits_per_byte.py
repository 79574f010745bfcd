"""How many bits a model needs for a byte of a text."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.your_own_gpt.passages import some_words

TEXTS = ("Où est le café ?", "naïve coöperation – déjà vu", "“Good night” – ’tis late…", "北京 and Shanghai", "Ärger über Öl", "plain text")


def bits(losses, text):
    return float(np.sum(np.asarray(losses, dtype=np.float64)) / math.log(2) / len(text.encode("utf-8")))


def bits_call(rng: np.random.Generator) -> Call:
    text = str(rng.choice(TEXTS[:5]))
    return arguments(rng.gamma(2.0, 1.4, int(rng.integers(3, len(text)))), text)


def plain_call(rng: np.random.Generator) -> Call:
    text = " ".join(some_words(rng, int(rng.integers(3, 9)), 12))
    return arguments(rng.gamma(2.0, 1.4, int(rng.integers(3, 9))), text)


EXERCISE = function(
    __file__,
    points=2,
    reference=bits,
    core={"letters of more than one byte": bits_call},
    edges={"plain English": plain_call},
    bans=("bigmodel_edu.training",),
    mistakes={
        "per-token": lambda losses, text: float(np.mean(losses) / math.log(2)),
        "nats": lambda losses, text: bits(losses, text) * math.log(2),
        "per-character": lambda losses, text: float(np.sum(losses) / math.log(2) / len(text)),
        "mean-over-bytes": lambda losses, text: float(np.mean(losses) / math.log(2) / len(text.encode("utf-8"))),
        "multiplied": lambda losses, text: float(np.sum(losses) * math.log(2) / len(text.encode("utf-8"))),
        "perplexity": lambda losses, text: float(np.exp(np.mean(losses))),
    },
)
