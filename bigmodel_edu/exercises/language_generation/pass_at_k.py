"""Return the chance that at least one of k samples is right."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _pass(n, c, k):
    return 1 - math.comb(n - c, k) / math.comb(n, k)


def some_right(rng: np.random.Generator) -> Call:
    n = int(rng.integers(12, 40))
    return arguments(n, int(rng.integers(2, n // 3)), int(rng.integers(2, 6)))


def none_right(rng: np.random.Generator) -> Call:
    return arguments(int(rng.integers(10, 30)), 0, int(rng.integers(2, 8)))


def hardly_wrong(rng: np.random.Generator) -> Call:
    n = int(rng.integers(8, 20))
    return arguments(n, n - int(rng.integers(1, 3)), int(rng.integers(3, 7)))


def one_try(rng: np.random.Generator) -> Call:
    n = int(rng.integers(8, 20))
    return arguments(n, int(rng.integers(1, n - 1)), 1)


def many_samples(rng: np.random.Generator) -> Call:
    return arguments(int(rng.integers(1_500, 2_500)), int(rng.integers(3, 40)), int(rng.integers(100, 300)))


def with_replacement(n, c, k):
    return 1 - (1 - c / n) ** k


def share(n, c, k):
    return c / n


def times_k(n, c, k):
    return min(1.0, k * c / n)


def all_k_right(n, c, k):
    return math.comb(c, k) / math.comb(n, k)


def all_wrong(n, c, k):
    return math.comb(n - c, k) / math.comb(n, k)


def first_k(n, c, k):
    return float(c >= 1)


def exactly_one(n, c, k):
    return c * math.comb(n - c, k - 1) / math.comb(n, k)


def factorials_in_float(n, c, k):
    if n > 170:
        raise OverflowError("int too large to convert to float")
    return _pass(n, c, k)


EXERCISE = function(
    __file__,
    points=3,
    reference=_pass,
    core={"some samples right": some_right, "thousands of samples": many_samples},
    edges={"none right": none_right, "fewer wrong than k": hardly_wrong, "one try": one_try},
    draws=3,
    mistakes={
        "with-replacement": with_replacement,
        "share": share,
        "times-k": times_k,
        "all-right": all_k_right,
        "all-wrong": all_wrong,
        "exactly-one": exactly_one,
        "any": first_k,
        "overflow": factorials_in_float,
    },
)
