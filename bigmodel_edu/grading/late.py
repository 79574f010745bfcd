"""The late policy: a deduction that grows by the day, applied when marks leave the gradebook and never written into it."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LatePolicy:
    """Take a share of the points off for each day begun after the grace time.

    Args:
        percent_a_day: 0 to 100; 0 takes nothing.
        grace_hours: hours after the deadline that cost nothing.
        most_percent: what is taken at most.

    >>> LatePolicy(percent_a_day=10).points(8.0, hours=25)
    6.4
    """

    percent_a_day: float = 0.0
    grace_hours: float = 0.0
    most_percent: float = 100.0

    def __post_init__(self) -> None:
        for name, low, high in (("percent_a_day", 0, 100), ("grace_hours", 0, math.inf), ("most_percent", 0, 100)):
            value = getattr(self, name)
            if not low <= value <= high:
                raise ValueError(f"expected {name} between {low} and {high}, got {value}")

    def points(self, points: float, hours: float) -> float:
        """The points that count for work that came some hours after its deadline."""
        if hours <= self.grace_hours:
            return points
        taken = min(self.percent_a_day * math.ceil((hours - self.grace_hours) / 24), self.most_percent)
        return round(points * (1 - taken / 100), 4)


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
