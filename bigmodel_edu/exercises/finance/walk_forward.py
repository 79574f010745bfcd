"""Split days 0, 1, …, days - 1 for testing in the order of time."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _walk_forward(days, first, test, gap=0):
    return [(stop, stop + gap, stop + gap + test) for stop in range(first, days - gap - test + 1, test)]


def fits_exactly(rng: np.random.Generator) -> Call:
    first, test, folds = int(rng.integers(5, 30)), int(rng.integers(2, 9)), int(rng.integers(2, 6))
    return arguments(first + folds * test, first, test)


def with_days_over(rng: np.random.Generator) -> Call:
    first, test, folds = int(rng.integers(5, 30)), int(rng.integers(4, 9)), int(rng.integers(2, 6))
    return arguments(first + folds * test + int(rng.integers(1, test)), first, test)


def with_a_gap(rng: np.random.Generator) -> Call:
    first, test, folds, gap = int(rng.integers(9, 30)), int(rng.integers(4, 9)), int(rng.integers(2, 6)), int(rng.integers(1, 8))
    return arguments(first + folds * test + gap + int(rng.integers(0, test)), first, test, gap=gap)


def too_short(rng: np.random.Generator) -> Call:
    return arguments(int(rng.integers(3, 10)), 8, int(rng.integers(3, 6)), gap=2)


EXERCISE = function(
    __file__,
    points=3,
    reference=_walk_forward,
    core={"some days are over": with_days_over, "with a gap": with_a_gap},
    edges={"the days fit exactly": fits_exactly, "too few days": too_short},
    mistakes={
        "gap-ignored": lambda days, first, test, gap=0: _walk_forward(days, first, test),
        "part-of-a-block": lambda days, first, test, gap=0: [
            (stop, stop + gap, min(stop + gap + test, days)) for stop in range(first, days - gap, test)
        ],
        "beyond-the-end": lambda days, first, test, gap=0: [(stop, stop + gap, stop + gap + test) for stop in range(first, days, test)],
        "last-block-missing": lambda days, first, test, gap=0: [
            (stop, stop + gap, stop + gap + test) for stop in range(first, days - gap - test, test)
        ],
        "trains-on-the-test": lambda days, first, test, gap=0: [(each[2], *each[1:]) for each in _walk_forward(days, first, test, gap)],
        "steps-by-test-and-gap": lambda days, first, test, gap=0: [
            (stop, stop + gap, stop + gap + test) for stop in range(first, days - gap - test + 1, test + gap)
        ],
        "one-day-at-a-time": lambda days, first, test, gap=0: [
            (stop, stop + gap, stop + gap + test) for stop in range(first, days - gap - test + 1)
        ],
    },
)
