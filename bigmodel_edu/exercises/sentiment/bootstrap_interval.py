"""Return the middle 95 % of the mean over resamples."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.exercises.sentiment.resampling import bootstrap, interval, picked


def zeros_and_ones(rng: np.random.Generator) -> Call:
    count, picks = picked(rng)
    scores = (rng.random(count) < 0.7).astype(np.float64)
    scores[:2] = 0, 1
    return arguments(scores, picks)


def losses(rng: np.random.Generator) -> Call:
    count, picks = picked(rng)
    return arguments(rng.exponential(2.0, count) - 1.0, picks)


def _axis(scores, picks):
    return interval(np.asarray(scores)[picks].mean(axis=0))


def all_values(scores, picks):
    return interval(np.asarray(scores))


def ninety(scores, picks):
    return tuple(np.percentile(np.asarray(scores)[picks].mean(axis=1), [5, 95]).tolist())


def fraction_as_percent(scores, picks):
    return tuple(np.percentile(np.asarray(scores)[picks].mean(axis=1), [0.025, 0.975]).tolist())


def standard_error(scores, picks):
    scores = np.asarray(scores, dtype=np.float64)
    half = 1.96 * scores.std() / np.sqrt(len(scores))
    return float(scores.mean() - half), float(scores.mean() + half)


def _normal(scores, picks):
    means = np.asarray(scores)[picks].mean(axis=1)
    return float(means.mean() - 1.96 * means.std()), float(means.mean() + 1.96 * means.std())


def one_deviation(scores, picks):
    means = np.asarray(scores)[picks].mean(axis=1)
    return float(means.mean() - means.std()), float(means.mean() + means.std())


def extremes(scores, picks):
    means = np.asarray(scores)[picks].mean(axis=1)
    return float(means.min()), float(means.max())


def nearest_place(scores, picks):
    means = np.sort(np.asarray(scores)[picks].mean(axis=1))
    return float(means[int(0.025 * len(means))]), float(means[int(0.975 * len(means))])


def turned_round(scores, picks):
    return bootstrap(scores, picks)[::-1]


EXERCISE = function(
    __file__,
    points=3,
    reference=bootstrap,
    core={"right or wrong": zeros_and_ones, "losses of both signs": losses},
    bans=("scipy.stats.bootstrap", ".bootstrap"),
    absolute=1e-6,
    mistakes={
        "axis": _axis,
        "values": all_values,
        "ninety": ninety,
        "fractions": fraction_as_percent,
        "formula": standard_error,
        "normal": _normal,
        "one-deviation": one_deviation,
        "extremes": extremes,
        "nearest-place": nearest_place,
        "order": turned_round,
    },
)
