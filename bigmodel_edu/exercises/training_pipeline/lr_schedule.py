"""Return the learning rate of a step."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.training.schedules import warmup_cosine


def _rate(step, peak, steps, warmup, final):
    return warmup_cosine(step, peak=peak, steps=steps, warmup=warmup, final=final)


def run(rng: np.random.Generator) -> tuple[float, int, int, float]:
    warmup = int(rng.integers(4, 12))
    peak = float(rng.uniform(0.001, 0.9))
    return peak, warmup + int(rng.integers(9, 30)), warmup, peak * float(rng.uniform(0.05, 0.3))


def in_the_warmup(rng: np.random.Generator) -> Call:
    peak, steps, warmup, final = run(rng)
    return arguments(int(rng.integers(0, warmup - 1)), peak, steps, warmup, final)


def first_step(rng: np.random.Generator) -> Call:
    peak, steps, warmup, final = run(rng)
    return arguments(0, peak, steps, warmup, final)


def at_the_top(rng: np.random.Generator) -> Call:
    peak, steps, warmup, final = run(rng)
    return arguments(warmup - int(rng.integers(0, 2)), peak, steps, warmup, final)


def on_the_way_down(rng: np.random.Generator) -> Call:
    peak, steps, warmup, final = run(rng)
    return arguments(int(rng.integers(warmup + 2, steps)), peak, steps, warmup, final)


def after_the_end(rng: np.random.Generator) -> Call:
    peak, steps, warmup, final = run(rng)
    return arguments(steps + int(rng.integers(0, 2)) * int(rng.integers(1, 9)), peak, steps, warmup, final)


def long_after_the_end(rng: np.random.Generator) -> Call:
    """A cosine that goes on rises again."""
    peak, steps, warmup, final = run(rng)
    return arguments(steps + (steps - warmup) // 2, peak, steps, warmup, final)


def without_warmup(rng: np.random.Generator) -> Call:
    peak, steps, _, final = run(rng)
    return arguments(int(rng.integers(0, steps)), peak, steps, 0, final)


def schedule(rise=lambda step, warmup: (step + 1) / warmup, share=lambda step, steps, warmup: (step - warmup) / (steps - warmup),
              fall=lambda share: 0.5 * (1 + math.cos(math.pi * share)), to_final=True, hold=True):  # fmt: skip
    """A schedule with one thing changed."""

    def rate(step, peak, steps, warmup, final):
        if step < warmup:
            return peak * rise(step, warmup)
        part = share(step, steps, warmup)
        if hold:
            part = min(1.0, part)
        return final + (peak - final) * fall(part) if to_final else peak * fall(part)

    return rate


EXERCISE = function(
    __file__,
    points=3,
    reference=_rate,
    core={"on the way down": on_the_way_down},
    edges={
        "in the warm-up": in_the_warmup,
        "the first step": first_step,
        "at the top": at_the_top,
        "after the end": (after_the_end, long_after_the_end),
        "without a warm-up": without_warmup,
    },
    bans=(*("bigmodel_edu.training",), ".OneCycleLR", ".CosineAnnealingLR", ".LambdaLR"),
    draws=3,
    relative=1e-3,
    absolute=1e-7,
    mistakes={
        "warm-up-from-zero": schedule(rise=lambda step, warmup: step / warmup),
        "warm-up-too-long": schedule(rise=lambda step, warmup: (step + 1) / (warmup + 1)),
        "no-warm-up": schedule(rise=lambda step, warmup: 1.0),
        "counts-the-warm-up": schedule(share=lambda step, steps, warmup: step / steps),
        "from-there-to-steps": schedule(share=lambda step, steps, warmup: (step - warmup) / steps),
        "to-zero": schedule(to_final=False),
        "linear": schedule(fall=lambda share: 1 - share),
        "rises-again": schedule(hold=False),
        "quarter-cosine": schedule(fall=lambda share: math.cos(math.pi / 2 * share)),
    },
)
