"""Marks in the form that an LMS takes in: plain CSV, Canvas, Moodle's grading worksheet, Gradescope's results.json."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bigmodel_edu.checking.showing import status_word
from bigmodel_edu.escaping import for_spreadsheet
from bigmodel_edu.files import write_file
from bigmodel_edu.grading.gradebook.rows import Row
from bigmodel_edu.grading.reports.late_policy import LatePolicy
from bigmodel_edu.grading.reports.safe_text import clean, file_name
from bigmodel_edu.language import _


@dataclass(frozen=True)
class Total:
    """One student's marks on one assignment."""

    student: str
    assignment: str
    points: float
    max_points: float
    rows: tuple[Row, ...]


def totals(rows: Sequence[Row], policy: LatePolicy | None = None) -> list[Total]:
    """Sum the marks by student and assignment; a late policy acts on the sum."""
    policy = policy or LatePolicy()
    found = []
    for (student, assignment), group in groupby(rows, key=lambda row: (row.student, row.assignment)):
        own = tuple(group)
        points = policy.points(sum(row.points for row in own), own[0].late_hours)
        found.append(Total(student, assignment, points, sum(row.max_points for row in own), own))
    return found


def to_csv(marks: Sequence[Total]) -> bytes:
    """One line a student, one column an assignment."""
    names = _assignments(marks)
    by_student: dict[str, dict[str, float]] = {}
    for mark in marks:
        by_student.setdefault(mark.student, {})[mark.assignment] = mark.points
    lines = [["student", *names]]
    lines += [[student, *(_number(own.get(name)) for name in names)] for student, own in by_student.items()]
    return _table(lines)


def to_canvas(marks: Sequence[Total]) -> bytes:
    """Canvas' gradebook import: name, ID, SIS columns, section, then the assignments under a line of points possible.

    The ID is the number that Canvas put into the file names of its download; a student without one is matched by name or login.
    """
    names = _assignments(marks)
    most = {name: max(mark.max_points for mark in marks if mark.assignment == name) for name in names}
    lines = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *names]]
    lines.append(["    Points Possible", "", "", "", "", *(_number(most[name]) for name in names)])
    for student, group in groupby(marks, key=lambda mark: mark.student):
        own = {mark.assignment: mark.points for mark in group}
        name, number = _name_and_number(student)
        lines.append([name, number, "", "" if number else student, "", *(_number(own.get(assignment)) for assignment in names)])
    return _table(lines)


def to_moodle(marks: Sequence[Total]) -> bytes:
    """Moodle's grading worksheet for one assignment, matched by the participant's number.

    Raises:
        ValueError: when the gradebook holds more than one assignment, or a student without Moodle's number.
    """
    names = _assignments(marks)
    if len(names) != 1:
        raise ValueError(_("Moodle takes one assignment at a time: choose one of {names} with --assignment").format(names=", ".join(names)))
    lines = [["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"]]
    for mark in marks:
        name, number = _name_and_number(mark.student)
        if not number:
            raise ValueError(_("{student!r} has no Moodle number: grade the zip as Moodle gave it out").format(student=mark.student))
        lines.append([f"Participant {number}", name, _number(mark.points), _number(mark.max_points), "-", _comment(mark)])
    return _table(lines)


def to_gradescope(marks: Sequence[Total]) -> bytes:
    """A zip with one ``results.json`` for each student and assignment, as Gradescope's autograder interface defines it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for mark in marks:
            entry = zipfile.ZipInfo(f"{file_name(mark.student)}/{file_name(mark.assignment)}/results.json", (2020, 1, 1, 0, 0, 0))
            archive.writestr(entry, json.dumps(_results(mark), ensure_ascii=False, indent=1))
    return stream.getvalue()


def _results(mark: Total) -> dict[str, object]:
    tests = [
        {
            "name": clean(row.exercise, 200),
            "score": row.points,
            "max_score": row.max_points,
            "output": clean("\n".join(row.messages)),
            "visibility": "visible",
        }
        for row in mark.rows
    ]
    return {"score": mark.points, "visibility": "visible", "stdout_visibility": "hidden", "tests": tests}


EXPORTS: dict[str, Callable[[Sequence[Total]], bytes]] = {
    "csv": to_csv,
    "canvas": to_canvas,
    "moodle": to_moodle,
    "gradescope": to_gradescope,
}


def write_export(rows: Sequence[Row], kind: str, out: Path, policy: LatePolicy | None = None) -> int:
    """Write an export whole or not at all; returns how many totals it holds."""
    marks = totals(rows, policy)
    write_file(out, EXPORTS[kind](marks))
    return len(marks)


def _assignments(marks: Sequence[Total]) -> list[str]:
    return sorted({mark.assignment for mark in marks})


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def _comment(mark: Total) -> str:
    return "; ".join(f"{row.exercise.split('.')[-1]}: {row.points:g}/{row.max_points:g} ({status_word(row.status)})" for row in mark.rows)


def _name_and_number(student: str) -> tuple[str, str]:
    """Split ``name_1234`` as the LMS downloads are read."""
    found = re.fullmatch(r"(?P<name>.+)_(?P<number>\d+)", student)
    return (found["name"], found["number"]) if found else (student, "")


def _table(lines: Sequence[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([[for_spreadsheet(clean(cell).replace("\n", " ")) for cell in line] for line in lines])
    return stream.getvalue().encode("utf-8")
