"""Return the size of the smallest group of rows that look the same."""

from collections import Counter

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def groups(table, columns):
    return Counter(tuple(row[column] for column in columns) for row in table)


def _k_anonymity(table, columns):
    return min(groups(table, columns).values())


def people(rng: np.random.Generator, missing: bool = False) -> list[dict]:
    """Rows in groups of different sizes, none of them alone, so that no shortcut gives the same number."""
    while True:
        rows = [
            {
                "age": int(rng.choice([20, 30, 40], p=[0.5, 0.3, 0.2])),
                "home": str(rng.choice(["owner", "rent", "other"], p=[0.6, 0.25, 0.15])),
                "job": str(rng.choice(["fixed", "freelance"], p=[0.75, 0.25])),
                "id": number,
            }
            for number in range(int(rng.integers(45, 70)))
        ]
        if missing:
            for place in rng.choice(len(rows), 2, replace=False):
                rows[place] = {**rows[place], "home": None, "age": 40}
            if _k_anonymity(rows, ["age", "home"]) < _k_anonymity([row for row in rows if row["home"]], ["age", "home"]):
                return rows
            continue
        size = _k_anonymity(rows, ["age", "home"])
        alone = min(_k_anonymity(rows, [column]) for column in ("age", "home"))
        if size >= 2 and len({size, alone, len(groups(rows, ["age", "home"]))}) == 3:
            return rows


def one_column(rng: np.random.Generator) -> Call:
    return arguments(people(rng), [str(rng.choice(["age", "home"]))])


def several_columns(rng: np.random.Generator) -> Call:
    return arguments(people(rng), ["age", "home"])


def three_columns(rng: np.random.Generator) -> Call:
    return arguments(people(rng), ["age", "home", "job"])


def with_missing_values(rng: np.random.Generator) -> Call:
    return arguments(people(rng, missing=True), ["home", "age"])


EXERCISE = function(
    __file__,
    points=3,
    reference=_k_anonymity,
    core={"several columns": (several_columns, three_columns)},
    edges={"one column": one_column, "missing values": with_missing_values},
    mistakes={
        "column-by-column": lambda table, columns: min(_k_anonymity(table, [column]) for column in columns),
        "number-of-groups": lambda table, columns: len(groups(table, columns)),
        "largest": lambda table, columns: max(groups(table, columns).values()),
        "mean": lambda table, columns: len(table) / len(groups(table, columns)),
        "all-columns": lambda table, columns: _k_anonymity(table, list(table[0])),
        "missing-left-out": lambda table, columns: _k_anonymity(
            [row for row in table if all(row[column] is not None for column in columns)], columns
        ),
    },
)
