"""A feedback page for each student and assignment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from bigmodel_edu.checking.showing import as_html
from bigmodel_edu.files import write_file
from bigmodel_edu.grading.gradebook.rows import Row
from bigmodel_edu.grading.reports.rendering import render
from bigmodel_edu.grading.reports.safe_text import clean, file_name


def feedback_page(rows: Sequence[Row], notes: Sequence[str] = ()) -> str:
    """One student's feedback on one assignment, as a page that stands alone and runs no script."""
    return render(
        "feedback.html.j2",
        student=clean(rows[0].student, 200),
        assignment=clean(rows[0].assignment, 200),
        points=sum(row.points for row in rows),
        most=sum(row.max_points for row in rows),
        notes=[clean(note) for note in notes],
        items=[{"title": clean(row.exercise.split(".")[-1] or row.assignment), "card": Markup(_card(row))} for row in rows],
    )


def _card(row: Row) -> str:
    messages = tuple(clean(message) for message in row.messages)
    return as_html(replace(row.result, exercise=clean(row.exercise, 200), messages=messages))


def write_feedback(folder: Path, rows: Iterable[Row], notes: Mapping[tuple[str, str], Sequence[str]]) -> int:
    """Write ``<student>/<assignment>.html`` for all; returns how many. Only pages whose text changed are written."""
    count = 0
    for (student, assignment), group in groupby(rows, key=lambda row: (row.student, row.assignment)):
        path = folder / file_name(student) / f"{file_name(assignment)}.html"
        page = feedback_page(list(group), notes.get((student, assignment), ()))
        if not path.exists() or path.read_text(encoding="utf-8") != page:
            write_file(path, page)
        count += 1
    return count
