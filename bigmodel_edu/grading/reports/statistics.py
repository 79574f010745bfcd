"""What a class's marks say about the exercises: difficulty, discrimination, misconceptions."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bigmodel_edu.grading.gradebook.rows import Row


@dataclass(frozen=True)
class ItemStatistics:
    """One exercise in one class.

    ``difficulty`` is the mean share of the points (1: everybody solved it); ``discrimination`` the correlation of its points with
    the points of the rest of the assignment, None where it is not defined (fewer than 3 students, or no spread).
    """

    exercise: str
    difficulty: float
    discrimination: float | None
    statuses: Counter[str]


def item_statistics(rows: Sequence[Row]) -> list[ItemStatistics]:
    """Statistics of every exercise of one assignment, in the lesson's order. Source: classical test theory."""
    totals: dict[str, float] = defaultdict(float)
    by_exercise: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        totals[row.student] += row.points
        by_exercise[row.exercise].append(row)
    found = []
    for exercise, own in by_exercise.items():
        points = [row.points for row in own]
        rest = [totals[row.student] - row.points for row in own]
        most = sum(row.max_points for row in own)
        difficulty = sum(points) / most if most else 0.0
        found.append(ItemStatistics(exercise, difficulty, correlation(points, rest), Counter(row.status for row in own)))
    return found


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's correlation; None for fewer than three pairs or when one side does not vary.

    >>> correlation([1, 2, 3], [2, 4, 6])
    1.0
    """
    count = len(one)
    if count < 3:
        return None
    mean_one, mean_other = math.fsum(one) / count, math.fsum(other) / count
    spread_one = math.fsum((value - mean_one) ** 2 for value in one)
    spread_other = math.fsum((value - mean_other) ** 2 for value in other)
    if spread_one <= 0 or spread_other <= 0:
        return None
    both = math.fsum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    return both / math.sqrt(spread_one * spread_other)


def misconception_counts(rows: Iterable[Row]) -> list[tuple[str, str, int]]:
    """Exercise, misconception and how many students, the most common first."""
    counts = Counter((row.exercise, row.diagnosis) for row in rows if row.diagnosis)
    return [(exercise, name or "", count) for (exercise, name), count in counts.most_common()]
