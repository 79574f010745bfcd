"""The late policy: a deduction that grows by the day, applied when marks leave the gradebook and never written into it."""

import math
from dataclasses import dataclass


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
