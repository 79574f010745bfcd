"""Return the internal rate of return of several investments together."""

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
from scipy.optimize import brentq

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.economics.business import portfolio_irr


def _row(rng: np.random.Generator, multiple: float) -> list[float]:
    """A cheque in year 0 or 1, zeros, and one return at the end; a lost cheque ends where it is lost."""
    cheque = round(float(rng.uniform(20, 200)), 1)
    start, held = int(rng.integers(0, 2)), int(rng.integers(2, 7))
    return [0.0] * start + [-cheque] + [0.0] * (held - 1) + [round(cheque * multiple, 1)]


def portfolio(rng: np.random.Generator, multiples: Sequence[float]) -> Call:
    rows = [_row(rng, multiple) for multiple in multiples]
    return arguments([rows[place] for place in rng.permutation(len(rows))])


def some_lost(rng: np.random.Generator) -> Call:
    return portfolio(rng, [0.0, float(rng.uniform(0.1, 0.8)), float(rng.uniform(1.1, 2.5)), float(rng.uniform(5, 12))])


def all_gain(rng: np.random.Generator) -> Call:
    return portfolio(rng, [float(multiple) for multiple in rng.uniform(1.2, 6, int(rng.integers(2, 5)))])


def soon(rng: np.random.Generator) -> Call:
    """Rates above 100 %."""
    one, other = (round(float(rng.uniform(20, 200)), 1) for _ in range(2))
    return arguments([[0.0, -one, round(one * float(rng.uniform(2.5, 5)), 1)], [-other, round(other * float(rng.uniform(2.5, 5)), 1)]])


def as_a_whole_lost(rng: np.random.Generator) -> Call:
    return portfolio(rng, [0.0, float(rng.uniform(0.1, 0.5)), float(rng.uniform(0.5, 1.4))])


def single(ask, rng: np.random.Generator) -> bool:
    """100 that become 121 in two years: 10 %."""
    return abs(ask([[-100.0, 0.0, 121.0]]) - 0.1) < 1e-3


def _rate(row: Sequence[float]) -> float:
    if sum(each for each in row if each > 0) == 0:
        return -1.0
    values = np.asarray(row, dtype=float)
    years = np.arange(len(values))
    return float(brentq(lambda rate: float(values @ (1.0 + rate) ** -years), -0.999, 1e4))


def together(rows: Sequence[Sequence[float]]) -> list[float]:
    return [float(sum(column)) for column in zip_longest(*rows, fillvalue=0.0)]


def _cheque(row: Sequence[float]) -> float:
    return -sum(each for each in row if each < 0)


def mean_rate(flows):
    return float(np.mean([_rate(row) for row in flows]))


def weighted_rate(flows):
    return float(np.average([_rate(row) for row in flows], weights=[_cheque(row) for row in flows]))


def mean_of_survivors(flows):
    return float(np.mean([_rate(row) for row in flows if max(row) > 0]))


def only_survivors(flows):
    return _rate(together([row for row in flows if max(row) > 0]))


def only_winners(flows):
    return _rate(together([row for row in flows if sum(row) > 0]))


def cut_to_the_shortest(flows):
    return _rate([float(sum(column)) for column in zip(*flows, strict=False)])


def aligned_at_the_end(flows):
    longest = max(len(row) for row in flows)
    return _rate(together([[0.0] * (longest - len(row)) + list(row) for row in flows]))


def aligned_at_the_cheque(flows):
    return _rate(together([list(row)[next(place for place, each in enumerate(row) if each) :] for row in flows]))


def in_one_array(flows):
    return _rate(np.array(flows).sum(axis=0))


def never_below_zero(flows):
    return max(0.0, _rate(together(flows)))


def _multiple(flows):
    total = together(flows)
    return sum(each for each in total if each > 0) / _cheque(total)


EXERCISE = function(
    __file__,
    points=4,
    reference=lambda flows: portfolio_irr(flows),
    core={"some lost, one large gain": some_lost, "gains only": all_gain, "a large gain soon": soon},
    edges={"a loss as a whole": as_a_whole_lost},
    properties=(single,),
    bans=("bigmodel_edu.economics", "numpy_financial", "pyxirr"),
    draws=3,
    relative=0.0,
    absolute=5e-4,
    mistakes={
        "mean-of-rates": (mean_rate, weighted_rate, mean_of_survivors),
        "survivors-only": (only_survivors, only_winners),
        "one-array": in_one_array,
        "never-negative": never_below_zero,
        "cut-to-the-shortest": cut_to_the_shortest,
        "aligned-at-the-end": aligned_at_the_end,
        "aligned-at-the-cheque": aligned_at_the_cheque,
        "multiple": (lambda flows: _multiple(flows) - 1, lambda flows: _multiple(flows) ** (1 / (len(together(flows)) - 1)) - 1),
        "percent": lambda flows: 100 * _rate(together(flows)),
    },
)
