"""Who was late, and by how many hours."""

import csv
import math
from pathlib import Path


def read_lateness(path: Path) -> dict[str, float]:
    """Read who was late: a CSV with the columns ``student`` and ``hours``.

    Raises:
        ValueError: naming the line that cannot be read.
    """
    found: dict[str, float] = {}
    with path.open(newline="", encoding="utf-8-sig") as stream:
        reader = csv.DictReader(stream)
        if not {"student", "hours"} <= set(reader.fieldnames or ()):
            raise ValueError(f"{path}: expected the columns student and hours, got {', '.join(reader.fieldnames or ()) or 'nothing'}")
        for row in reader:
            try:
                hours = float(row["hours"])
            except (TypeError, ValueError):
                hours = math.nan
            if not 0 <= hours < math.inf:
                raise ValueError(f"{path}, line {reader.line_num}: expected hours of 0 or more, got {row['hours']!r}")
            found[row["student"]] = hours
    return found
