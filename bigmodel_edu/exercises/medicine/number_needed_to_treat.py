"""Return how many patients are treated for one event less."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def number_needed(events_treated, treated, events_control, control):
    gain = events_control / control - events_treated / treated
    return math.inf if gain == 0 else 1 / gain


def arms(rng: np.random.Generator, ratio: float) -> Call:
    treated, control = int(rng.integers(80, 160)), int(rng.integers(170, 320))
    events = int(control * rng.uniform(0.2, 0.45))
    return arguments(max(1, int(ratio * events / control * treated)), treated, events, control)


def helps(rng: np.random.Generator) -> Call:
    return arms(rng, float(rng.uniform(0.3, 0.7)))


def harms(rng: np.random.Generator) -> Call:
    return arms(rng, float(rng.uniform(1.4, 1.9)))


def no_difference(rng: np.random.Generator) -> Call:
    events, patients = int(rng.integers(2, 9)), int(rng.integers(40, 80))
    return arguments(events, patients, 2 * events, 2 * patients)


def nobody_fell_ill(rng: np.random.Generator) -> Call:
    return arguments(0, int(rng.integers(30, 60)), int(rng.integers(5, 20)), int(rng.integers(70, 99)))


def safe(divide):
    """A misconception that gives infinity where it would divide by 0."""

    def guarded(events_treated, treated, events_control, control):
        try:
            return float(divide(events_treated, treated, events_control, control))
        except ZeroDivisionError:
            return math.inf

    return guarded


EXERCISE = function(
    __file__,
    points=2,
    reference=number_needed,
    core={"the treatment helps": helps, "the treatment harms": harms},
    edges={"no difference": no_difference, "no event under treatment": nobody_fell_ill},
    mistakes={
        "relative": safe(lambda et, t, ec, c: 1 / (1 - (et / t) / (ec / c))),
        "sign": safe(lambda et, t, ec, c: 1 / (et / t - ec / c)),
        "absolute": safe(lambda et, t, ec, c: abs(1 / (ec / c - et / t))),
        "counts": safe(lambda et, t, ec, c: t / (ec - et)),
        "difference-of-risks": lambda et, t, ec, c: ec / c - et / t,
        "division-by-zero": lambda et, t, ec, c: 1 / (ec / c - et / t) if ec / c != et / t else 0.0,
    },
)
