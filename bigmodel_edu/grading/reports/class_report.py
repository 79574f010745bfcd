"""The class report: what an instructor looks at after a run."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from bigmodel_edu import exercises
from bigmodel_edu.checking.showing import status_word
from bigmodel_edu.grading.gradebook.records import Records
from bigmodel_edu.grading.gradebook.rows import Row
from bigmodel_edu.grading.reports.for_a_person import needs_a_person
from bigmodel_edu.grading.reports.rendering import render
from bigmodel_edu.grading.reports.safe_text import clean
from bigmodel_edu.grading.reports.similarity import similar_answers
from bigmodel_edu.grading.reports.statistics import item_statistics, misconception_counts
from bigmodel_edu.language import _, plural

STATUSES = ("passed", "partial", "failed", "not_attempted", "error", "timeout", "memory", "killed", "unreadable", "manual")


def class_report(records: Records) -> str:
    """Return the report as a page that stands alone."""
    rows = records.rows()
    by_assignment: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_assignment[row.assignment].append(row)
    return render(
        "report.html.j2",
        assignments=[_assignment(name, own) for name, own in sorted(by_assignment.items())],
        attention=[clean(line, 400) for line in [*needs_a_person(rows, records.notes()), *_several(records)]],
        similar=[clean(str(pair), 400) for pair in similar_answers(rows)[:100]],
        time=_time(records),
    )


def _assignment(name: str, rows: Sequence[Row]) -> dict[str, Any]:
    totals: dict[str, float] = defaultdict(float)
    possible: dict[str, float] = defaultdict(float)
    for row in rows:
        totals[row.student] += row.points
        possible[row.student] += row.max_points
    most = max(possible.values(), default=0.0)  # who handed in before the lesson gained an exercise may have fewer
    mean = sum(totals.values()) / max(len(totals), 1)
    return {
        "name": clean(name, 200),
        "sentence": plural(
            "{count} student; mean {mean:.3g} of {most:g} points.", "{count} students; mean {mean:.3g} of {most:g} points.", len(totals)
        ).format(count=len(totals), mean=mean, most=most),
        "bins": _bins(list(totals.values()), most),
        "exercises": [
            {
                "name": clean(item.exercise.split(".")[-1], 100),
                "solved": f"{item.difficulty:.0%}",
                "separates": "–" if item.discrimination is None else f"{item.discrimination:.2f}",
                "outcomes": _outcomes(item.statuses),
            }
            for item in item_statistics(rows)
        ],
        "misconceptions": [
            {"exercise": clean(exercise.split(".")[-1], 100), "name": diagnosis, "count": count, "said": said_of(exercise, diagnosis)}
            for exercise, diagnosis, count in misconception_counts(rows)[:12]
        ],
    }


def _outcomes(statuses: Counter[str]) -> list[dict[str, Any]]:
    total = statuses.total()
    return [
        {"status": name, "word": status_word(name), "count": statuses[name], "width": round(100 * statuses[name] / total, 1)}
        for name in STATUSES
        if statuses[name]
    ]


def _bins(totals: Sequence[float], most: float) -> list[dict[str, Any]]:
    """Five equal ranges of points; the last one includes full points."""
    if most <= 0:
        return []
    counts = [0] * 5
    for total in totals:
        counts[min(int(5 * total / most), 4)] += 1
    tallest = max(counts) or 1
    edges = [most * step / 5 for step in range(6)]
    return [
        {"label": f"{edges[i]:g} – {edges[i + 1]:g}", "count": count, "width": round(20 * count / tallest, 2)}
        for i, count in enumerate(counts)
    ]


def said_of(exercise_id: str, diagnosis: str) -> str:
    """What students with this diagnosis are told; "" for one that the bank does not hold any more."""
    try:
        exercise = exercises.find(exercise_id)
    except exercises.UnknownExercise:
        return ""
    return next((each.said for each in exercise.misconceptions if each.name == diagnosis), "")


def _several(records: Records) -> list[str]:
    lines = []
    for student, name, count in records.attempts():
        sentence = plural(
            "{student}, {assignment}: {count} submission.",
            "{student}, {assignment}: {count} submissions; the last one counts, all are kept.",
            count,
        )
        lines.append(sentence.format(student=student, assignment=name, count=count))
    return lines


def _time(records: Records) -> str:
    usage = records.usage()
    if not usage:
        return _("Nothing was graded.")
    seconds = sorted(cpu for _student, _assignment, cpu, _wall, _memory in usage)
    slowest = max(usage, key=lambda entry: entry[2])
    sentence = plural(
        "{count} submission used {total:.1f} CPU seconds.",
        "{count} submissions used {total:.1f} CPU seconds: {median:.3f} in the median, {most:.1f} at most ({student}).",
        len(seconds),
    )
    return sentence.format(
        count=len(seconds), total=sum(seconds), median=seconds[len(seconds) // 2], most=slowest[2], student=clean(slowest[0], 100)
    )
