"""Fit loss = E + A * x ** -alpha."""

from collections.abc import Callable

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.economics.scaling import fit_power_law as reference_fit
from bigmodel_edu.exercises.what_is_a_big_model.loss_law import Array


def runs(rng: np.random.Generator, count: int, *, ordered: bool) -> Call:
    floor, scale, exponent = float(rng.uniform(0.8, 2.2)), float(rng.uniform(0.3, 2.5)), float(rng.uniform(0.18, 0.75))
    sizes = np.exp(np.linspace(np.log(0.02), np.log(60), count) + rng.uniform(-0.25, 0.25, count))
    if not ordered:
        rng.shuffle(sizes)
    return arguments(sizes, floor + scale * sizes**-exponent)


def five_runs(rng: np.random.Generator) -> Call:
    return runs(rng, 5, ordered=True)


def many_runs(rng: np.random.Generator) -> Call:
    return runs(rng, int(rng.integers(9, 16)), ordered=False)


def _fit(x: Array, loss: Array) -> tuple[float, float, float]:
    law = reference_fit(x, loss)
    assert law.floor is not None
    return law.floor.value, law.scale.value, law.exponent.value


def line(x: Array, y: Array) -> tuple[float, float]:
    slope, constant = np.polyfit(x, y, 1)
    return float(slope), float(constant)


def no_floor(x: Array, loss: Array) -> tuple[float, float, float]:
    slope, constant = line(np.log(x), np.log(loss))
    return 0.0, float(np.exp(constant)), -slope


def no_floor_ten(x: Array, loss: Array) -> tuple[float, float, float]:
    slope, constant = line(np.log10(x), np.log10(loss))
    return 0.0, constant, -slope


def straight(x: Array, loss: Array) -> tuple[float, float, float]:
    slope, constant = line(x, loss)
    return constant, slope, 1.0


def straight_negative(x: Array, loss: Array) -> tuple[float, float, float]:
    slope, constant = line(x, loss)
    return constant, -slope, -1.0


def half_logarithmic(x: Array, loss: Array) -> tuple[float, float, float]:
    slope, constant = line(np.log(x), loss)
    return 0.0, constant, -slope


def half_logarithmic_floor(x: Array, loss: Array) -> tuple[float, float, float]:
    slope, constant = line(np.log(x), loss)
    return constant, slope, 1.0


def smallest_is_floor(share: float) -> Callable[[Array, Array], tuple[float, float, float]]:
    def fit(x: Array, loss: Array) -> tuple[float, float, float]:
        floor = share * loss.min()
        above = loss > floor
        slope, constant = line(np.log(x[above]), np.log(loss[above] - floor))
        return float(floor), float(np.exp(constant)), -slope

    return fit


EXERCISE = function(
    __file__,
    points=4,
    reference=_fit,
    core={"five runs": five_runs, "many runs in any order": many_runs},
    bans=("bigmodel_edu.economics",),
    draws=3,
    relative=0.03,
    absolute=1e-3,
    mistakes={
        "floor-ignored": (no_floor, no_floor_ten, lambda x, loss: (0.0, -no_floor(x, loss)[2], no_floor(x, loss)[1])),
        "no-logarithm": (straight, straight_negative, lambda x, loss: (straight(x, loss)[0], -straight(x, loss)[1], 1.0)),
        "half-logarithmic": (half_logarithmic, half_logarithmic_floor),
        "smallest-loss-is-the-floor": (smallest_is_floor(1.0), smallest_is_floor(0.999), smallest_is_floor(0.99), smallest_is_floor(0.95)),
        "logarithm-of-the-scale": lambda x, loss: (_fit(x, loss)[0], float(np.log(_fit(x, loss)[1])), _fit(x, loss)[2]),
        "sign-of-the-exponent": lambda x, loss: (*_fit(x, loss)[:2], -_fit(x, loss)[2]),
        "order": (
            lambda x, loss: (_fit(x, loss)[1], _fit(x, loss)[2], _fit(x, loss)[0]),
            lambda x, loss: (_fit(x, loss)[2], _fit(x, loss)[1], _fit(x, loss)[0]),
            lambda x, loss: (_fit(x, loss)[1], _fit(x, loss)[0], _fit(x, loss)[2]),
            lambda x, loss: (_fit(x, loss)[0], _fit(x, loss)[2], _fit(x, loss)[1]),
        ),
    },
)
