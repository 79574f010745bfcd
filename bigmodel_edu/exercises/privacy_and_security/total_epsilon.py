"""Return the epsilon that all queries together promise."""

import math

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _total_epsilon(queries):
    totals: dict = {}
    for part, epsilon in queries:
        totals[part] = totals.get(part, 0.0) + epsilon
    return max(totals.values(), default=0.0)


def _queries(rng: np.random.Generator, parts: int) -> Call:
    names = [str(name) for name in rng.permutation(["north", "south", "east", "west"])[:parts]]
    counts = rng.permutation(np.arange(2, 2 + parts))
    queries = [(name, round(float(rng.uniform(0.05, 0.9)), 2)) for name, count in zip(names, counts, strict=True) for _ in range(count)]
    return arguments([queries[place] for place in rng.permutation(len(queries))])


def the_same_people(rng: np.random.Generator) -> Call:
    return _queries(rng, 1)


def different_people(rng: np.random.Generator) -> Call:
    return _queries(rng, int(rng.integers(2, 5)))


def no_query(rng: np.random.Generator) -> Call:
    return arguments([])


EXERCISE = function(
    __file__,
    points=2,
    reference=_total_epsilon,
    core={"queries on the same people": the_same_people, "on different people": different_people},
    edges={"no query": no_query},
    mistakes={
        "everything-added": lambda queries: float(sum(epsilon for _part, epsilon in queries)),
        "largest-query": lambda queries: max((epsilon for _part, epsilon in queries), default=0.0),
        "maxima-added": lambda queries: float(
            sum(max(epsilon for part, epsilon in queries if part == name) for name in {part for part, _epsilon in queries})
        ),
        "root-of-squares": lambda queries: math.sqrt(sum(epsilon**2 for _part, epsilon in queries)),
        "mean": lambda queries: _total_epsilon(queries) / max(1, len(queries)),
    },
)
