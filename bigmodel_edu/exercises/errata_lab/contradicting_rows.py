"""Names of the rows whose heads do not make up the width."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def contradicting(rows):
    return [row["name"] for row in rows if row["heads"] * row["head_size"] != row["width"]]


def table(rng: np.random.Generator) -> Call:
    rows = []
    for number in range(int(rng.integers(5, 9))):
        heads, size = int(rng.choice([8, 12, 16, 20, 24, 40])), int(rng.choice([64, 96, 128]))
        rows.append(
            {"name": f"model {number + 1}", "layers": int(rng.integers(6, 90)), "heads": heads, "head_size": size, "width": heads * size}
        )
    wrong = rng.permutation(len(rows))[:3]
    rows[wrong[0]]["width"] += int(rng.choice([-20, 20]))  # a slip of digits
    rows[wrong[1]]["heads"] *= 2  # still divides the width in many cases
    rows[wrong[2]]["width"] *= 2
    return arguments(rows)


def all_well(rng: np.random.Generator) -> Call:
    rows = [row for row in table(rng).args[0] if row["heads"] * row["head_size"] == row["width"]]
    return arguments(rows)


EXERCISE = function(
    __file__,
    points=2,
    reference=contradicting,
    core={"some rows are wrong": table},
    edges={"all rows are right": all_well},
    mistakes={
        "divides": lambda rows: [row["name"] for row in rows if row["width"] % row["heads"]],
        "size-divides": lambda rows: [row["name"] for row in rows if row["width"] % row["head_size"]],
        "right-ones": lambda rows: [row["name"] for row in rows if row["heads"] * row["head_size"] == row["width"]],
        "too-wide-only": lambda rows: [row["name"] for row in rows if row["heads"] * row["head_size"] < row["width"]],
        "too-narrow-only": lambda rows: [row["name"] for row in rows if row["heads"] * row["head_size"] > row["width"]],
        "first-only": lambda rows: contradicting(rows)[:1],
        "places": lambda rows: [place for place, row in enumerate(rows) if row["heads"] * row["head_size"] != row["width"]],
    },
)
