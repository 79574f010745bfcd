"""Write what people read: a feedback page for each student, the marks as CSV."""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from bigmodel_edu.checking.showing import as_html
from bigmodel_edu.grading.clean import clean, file_name
from bigmodel_edu.grading.gradebook import Decision, Row
from bigmodel_edu.language import _, spoken

COLUMNS = ("student", "assignment", "exercise", "points", "max_points", "status", "diagnosis")


@cache
def _environment() -> Environment:
    loader = PackageLoader("bigmodel_edu.grading", "templates")
    environment = Environment(loader=loader, autoescape=select_autoescape(default=True, default_for_string=True), trim_blocks=True)
    environment.globals["_"] = _
    environment.globals["language"] = spoken()
    environment.globals["css"] = Markup(loader.get_source(environment, "page.css")[0])
    return environment


def render(template: str, **values: Any) -> str:
    """Fill one of the package's templates; every value is escaped."""
    return _environment().get_template(template).render(**values)


def write_atomically(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    partial.write_text(text, encoding="utf-8", newline="")
    partial.replace(path)


def marks_csv(rows: Iterable[Row]) -> str:
    """The marks, one line for each student and exercise.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        values = (row.student, row.assignment, row.exercise, f"{row.points:g}", f"{row.max_points:g}", row.status, row.diagnosis or "")
        writer.writerow([no_formula(clean(value, 500).replace("\n", " ")) for value in values])
    return stream.getvalue()


def no_formula(cell: str) -> str:
    """Defuse text that a spreadsheet would run.

    >>> no_formula("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def feedback_page(rows: Sequence[Row], notes: Sequence[str] = (), decisions: Sequence[Decision] = ()) -> str:
    """One student's feedback on one assignment, as a page that stands alone and runs no script."""
    by_exercise = {decision.exercise: decision for decision in decisions}  # the last one counts
    items = []
    for row in rows:
        decision = by_exercise.get(row.exercise)
        said = _("Marked by {marker}: {reason}").format(marker=clean(decision.marker), reason=clean(decision.reason)) if decision else ""
        items.append({"title": clean(row.exercise.split(".")[-1] or row.assignment), "card": Markup(_card(row)), "decision": said})
    return render(
        "feedback.html.j2",
        student=clean(rows[0].student, 200),
        assignment=clean(rows[0].assignment, 200),
        points=sum(row.points for row in rows),
        most=sum(row.max_points for row in rows),
        notes=[clean(note) for note in notes],
        items=items,
    )


def _card(row: Row) -> str:
    from dataclasses import replace

    messages = tuple(clean(message) for message in row.messages)
    return as_html(replace(row.result, exercise=clean(row.exercise, 200), messages=messages))


def write_feedback(
    folder: Path, rows: Iterable[Row], notes: dict[tuple[str, str], list[str]], decisions: dict[tuple[str, str], list[Decision]]
) -> int:
    """Write ``<student>/<assignment>.html`` for all; returns how many. Only pages whose text changed are written."""
    count = 0
    for (student, assignment), group in groupby(rows, key=lambda row: (row.student, row.assignment)):
        path = folder / file_name(student) / f"{file_name(assignment)}.html"
        page = feedback_page(list(group), notes.get((student, assignment), ()), decisions.get((student, assignment), ()))
        if not path.exists() or path.read_text(encoding="utf-8") != page:
            write_atomically(path, page)
        count += 1
    return count
