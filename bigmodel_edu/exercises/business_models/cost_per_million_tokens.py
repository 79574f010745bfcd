"""Say what a million tokens cost, read and written counted alike."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def cost(price_per_hour, utilisation, tokens_read, tokens_written, read_per_second, written_per_second):
    seconds = tokens_read / read_per_second + tokens_written / written_per_second
    return price_per_hour * seconds / 3600 / utilisation / (tokens_read + tokens_written) * 1e6


def request(rng: np.random.Generator, read: float, written: float) -> Call:
    speed = float(rng.uniform(800, 6000))
    return arguments(
        round(float(rng.uniform(1.2, 30)), 2),
        round(float(rng.uniform(0.15, 0.9)), 2),
        read,
        written,
        round(speed * float(rng.uniform(3, 12))),
        round(speed),
    )


def long_prompt(rng: np.random.Generator) -> Call:
    return request(rng, int(rng.integers(2_000, 9_000)), int(rng.integers(80, 900)))


def long_answer(rng: np.random.Generator) -> Call:
    return request(rng, int(rng.integers(20, 200)), int(rng.integers(1_000, 4_000)))


def one_kind_only(rng: np.random.Generator) -> Call:
    tokens = [0, int(rng.integers(300, 3_000))]
    return request(rng, *(tokens if rng.random() < 0.5 else tokens[::-1]))


def at_speed(price, utilisation, speed):
    return price / 3600 / speed / utilisation * 1e6


EXERCISE = function(
    __file__,
    points=3,
    reference=cost,
    core={"long prompts": long_prompt, "long answers": long_answer},
    edges={"only reading, or only writing": one_kind_only},
    bans=("bigmodel_edu.economics",),
    relative=1e-3,
    absolute=1e-9,
    mistakes={
        "mean-of-speeds": (
            lambda p, u, r, w, fast, slow: at_speed(p, u, (fast + slow) / 2),
            lambda p, u, r, w, fast, slow: at_speed(p, u, (r * fast + w * slow) / (r + w)),
            lambda p, u, r, w, fast, slow: at_speed(p, u, fast + slow),
        ),
        "all-at-the-speed-of-writing": lambda p, u, r, w, fast, slow: at_speed(p, u, slow),
        "reading-is-free": lambda p, u, r, w, fast, slow: p * (w / slow) / 3600 / u / (r + w) * 1e6,
        "costs-averaged": (
            lambda p, u, r, w, fast, slow: (at_speed(p, u, fast) + at_speed(p, u, slow)) / 2,
            lambda p, u, r, w, fast, slow: at_speed(p, u, fast) + at_speed(p, u, slow),
        ),
        "utilisation-ignored": lambda p, u, r, w, fast, slow: cost(p, 1, r, w, fast, slow),
        "utilisation-multiplied": lambda p, u, r, w, fast, slow: cost(p, 1, r, w, fast, slow) * u,
        "per-million-written": lambda p, u, r, w, fast, slow: cost(p, u, r, w, fast, slow) * (r + w) / w if w else math.inf,
        "a-million-requests": (
            lambda p, u, r, w, fast, slow: cost(p, u, r, w, fast, slow) * (r + w),
            lambda p, u, r, w, fast, slow: p / 3600 / u * (r + w) / ((fast + slow) / 2) * 1e6,
        ),
        "one-request": lambda p, u, r, w, fast, slow: cost(p, u, r, w, fast, slow) * (r + w) / 1e6,
        "seconds-as-hours": (
            lambda p, u, r, w, fast, slow: cost(p, u, r, w, fast, slow) * 3600,
            lambda p, u, r, w, fast, slow: cost(p, u, r, w, fast, slow) * 60,
        ),
    },
)
