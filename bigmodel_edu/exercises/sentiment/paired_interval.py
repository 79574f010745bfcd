"""Return the middle 95 % of mean(first) − mean(second) over resamples."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.sentiment.resampling import bootstrap, interval, picked


def paired(first, second, picks):
    return bootstrap(np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64), picks)


def two_systems(rng: np.random.Generator) -> Call:
    count, picks = picked(rng)
    first = (rng.random(count) < 0.75).astype(np.float64)
    second = np.where(rng.random(count) < 0.7, first, (rng.random(count) < 0.4).astype(np.float64))
    first[:3], second[:3] = (1, 0, 1), (0, 0, 1)
    return arguments(first, second, picks)


def two_losses(rng: np.random.Generator) -> Call:
    count, picks = picked(rng)
    first = rng.exponential(2.0, count)
    return arguments(first, first + rng.standard_normal(count) - 0.8, picks)


def other_way(first, second, picks):
    return paired(second, first, picks)


def difference_of_bounds(first, second, picks):
    one, other = bootstrap(first, picks), bootstrap(second, picks)
    return one[0] - other[0], one[1] - other[1]


def widest(first, second, picks):
    one, other = bootstrap(first, picks), bootstrap(second, picks)
    return one[0] - other[1], one[1] - other[0]


def own_picks(first, second, picks):
    picks = np.asarray(picks)
    return interval(np.asarray(first)[picks].mean(axis=1) - np.asarray(second)[picks[::-1]].mean(axis=1))


def drawn_apart(first, second, picks):
    picks = np.asarray(picks)
    return interval(np.asarray(first)[picks].mean(axis=1) - np.asarray(second)[np.roll(picks, 1, axis=0)].mean(axis=1))


def absolute(first, second, picks):
    return bootstrap(np.abs(np.asarray(first) - np.asarray(second)), picks)


EXERCISE = function(
    __file__,
    points=2,
    reference=paired,
    core={"right or wrong": two_systems, "losses": two_losses},
    bans=("scipy.stats.bootstrap", ".bootstrap"),
    absolute=1e-6,
    mistakes={
        "of-single-differences": lambda first, second, picks: interval((np.asarray(first) - np.asarray(second))[np.asarray(picks)]),
        "other-way": other_way,
        "difference-of-bounds": difference_of_bounds,
        "widest": widest,
        "not-paired": (own_picks, drawn_apart),
        "absolute": absolute,
    },
)
