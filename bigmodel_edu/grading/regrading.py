"""Regrade: grade again into a copy, show what would change, and record it only when told to."""

import sqlite3
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bigmodel_edu.checking.showing import status_word
from bigmodel_edu.grading.clean import clean
from bigmodel_edu.grading.command import GradeOptions, grade_into, write_results
from bigmodel_edu.grading.gradebook import Gradebook, Row, open_gradebook
from bigmodel_edu.language import _, plural


@dataclass(frozen=True)
class Change:
    """One mark before and after."""

    before: Row
    after: Row


def regrade_class(options: GradeOptions, apply: bool) -> list[str]:
    """Grade into a copy of the gradebook and show the differences; with ``apply`` the copy's new marks are recorded.

    Raises:
        ValueError: when the folder has no gradebook.
    """
    console = Console(highlight=False)
    with open_gradebook(options.out) as gradebook, tempfile.TemporaryDirectory() as folder:
        key = options.class_key or options.out / "class.key"
        if not key.exists():
            raise ValueError(f"no class key at {key}: without the key of the first run other cases would be drawn")
        trial = Path(folder) / "gradebook.db"
        with sqlite3.connect(trial) as copy:
            gradebook.connection.backup(copy)
        before = gradebook.rows()
        with Gradebook(trial) as book:
            summary = grade_into(replace(options, again=True, class_key=key), book, console)
            found = changes(before, book.rows())
        _show(console, found)
        if apply and found and not summary.failures:
            with Gradebook(trial) as book:
                book.connection.backup(gradebook.connection)
            write_results(gradebook, options.out)
            console.print(_("Recorded. The marks given before stay in the gradebook."))
        elif found:
            console.print(_("Nothing was recorded; run again with --apply to record it."))
    return summary.failures


def changes(before: list[Row], after: list[Row]) -> list[Change]:
    """The marks that differ in points, status or diagnosis."""
    old = {(row.student, row.assignment, row.exercise): row for row in before}
    found = []
    for row in after:
        known = old.get((row.student, row.assignment, row.exercise))
        if known and (known.graded_points, known.status, known.diagnosis) != (row.graded_points, row.status, row.diagnosis):
            found.append(Change(known, row))
    return found


def _show(console: Console, found: list[Change]) -> None:
    if not found:
        console.print(_("No mark changes."))
        return
    table = Table(_("student"), _("exercise"), _("before"), _("after"))
    for change in found[:200]:
        table.add_row(clean(change.after.student, 60), change.after.exercise, _cell(change.before), _cell(change.after))
    console.print(table)
    console.print(plural("{count} mark changes.", "{count} marks change.", len(found)).format(count=len(found)))


def _cell(row: Row) -> str:
    diagnosis = f" ({row.diagnosis})" if row.diagnosis else ""
    return f"{row.graded_points:g}/{row.max_points:g} {status_word(row.status)}{diagnosis}"
