"""Return the expected calibration error of the probabilities of a yes."""

import itertools

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def calibration_error(y, p, bins):
    place = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs((p[place == b] - y[place == b]).sum()) for b in range(bins)) / len(y))


def well_inside(rng: np.random.Generator, count: int, bins: int) -> np.ndarray:
    """Probabilities that do not lie on the edges of bins."""
    return (rng.integers(0, bins, count) + rng.uniform(0.1, 0.9, count)) / bins


def spread(rng: np.random.Generator) -> Call:
    bins, count = int(rng.integers(3, 7)), int(rng.integers(40, 60))
    p = well_inside(rng, count, bins)
    return arguments((rng.random(count) < p**2).astype(np.int64), p, bins)


def with_empty_bins(rng: np.random.Generator) -> Call:
    bins, count = int(rng.integers(8, 13)), int(rng.integers(14, 24))
    p = well_inside(rng, count, bins)
    p = np.where(p > 0.55, p - 0.5, p)
    place = np.clip(p * bins % 1, 0.1, 0.9)
    p = (np.floor(p * bins) + place) / bins
    return arguments((rng.random(count) < 0.3).astype(np.int64), p, bins)


def with_certainties(rng: np.random.Generator) -> Call:
    bins, count = int(rng.integers(4, 7)), int(rng.integers(18, 26))
    p = well_inside(rng, count, bins)
    p[:3], p[3:6] = 0.0, 1.0
    y = (rng.random(count) < 0.5).astype(np.int64)
    y[:6] = (1, 0, 0, 0, 1, 0)
    order = rng.permutation(count)
    return arguments(y[order], p[order], bins)


def _parts(y, p, bins):
    place = np.minimum((p * bins).astype(int), bins - 1)
    return [(p[place == b], y[place == b]) for b in range(bins)]


def unweighted(y, p, bins):
    return float(np.mean([abs(q.mean() - z.mean()) for q, z in _parts(y, p, bins) if len(q)]))


def unweighted_over_all_bins(y, p, bins):
    return float(sum(abs(q.mean() - z.mean()) for q, z in _parts(y, p, bins) if len(q)) / bins)


def largest(y, p, bins):
    return float(max(abs(q.mean() - z.mean()) for q, z in _parts(y, p, bins) if len(q)))


def signed(y, p, bins):
    return float(sum((q - z).sum() for q, z in _parts(y, p, bins)) / len(y))


def squared(y, p, bins):
    return float(sum(len(q) * (q.mean() - z.mean()) ** 2 for q, z in _parts(y, p, bins) if len(q)) / len(y))


def middle_of_the_bin(y, p, bins):
    return float(sum(len(q) * abs((b + 0.5) / bins - z.mean()) for b, (q, z) in enumerate(_parts(y, p, bins)) if len(q)) / len(y))


def accuracy_in_the_bin(y, p, bins):
    return float(sum(len(q) * abs(q.mean() - ((q > 0.5) == z).mean()) for q, z in _parts(y, p, bins) if len(q)) / len(y))


def ones_dropped(y, p, bins):
    place = (p * bins).astype(int)
    return float(sum(abs((p[place == b] - y[place == b]).sum()) for b in range(bins)) / len(y))


def zeros_dropped(y, p, bins):
    edges = np.linspace(0, 1, bins + 1)
    chosen = [(p > low) & (p <= high) for low, high in itertools.pairwise(edges)]
    return float(sum(abs((p[each] - y[each]).sum()) for each in chosen) / len(y))


def case_by_case(y, p, bins):
    return float(np.abs(p - y).mean())


def nan_of_empty_bins(y, p, bins):
    with np.errstate(all="ignore"):
        parts = [len(q) / len(y) * abs(np.divide(q.sum(), len(q)) - np.divide(z.sum(), len(z))) for q, z in _parts(y, p, bins)]
        return float(sum(parts))


EXERCISE = function(
    __file__,
    points=4,
    reference=calibration_error,
    core={"spread over all bins": spread},
    edges={"empty bins": with_empty_bins, "probabilities of 0 and 1": with_certainties},
    bans=(".calibration_curve", "sklearn"),
    mistakes={
        "unweighted": (unweighted, unweighted_over_all_bins),
        "largest": largest,
        "signed": signed,
        "squared": squared,
        "middle-of-the-bin": middle_of_the_bin,
        "accuracy": accuracy_in_the_bin,
        "ones-dropped": ones_dropped,
        "zeros-dropped": zeros_dropped,
        "case-by-case": case_by_case,
        "empty-bins": nan_of_empty_bins,
    },
)
