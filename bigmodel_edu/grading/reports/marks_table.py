"""The marks as a CSV file: one line for each student and exercise."""

import csv
import io
from collections.abc import Iterable

from bigmodel_edu.escaping import for_spreadsheet
from bigmodel_edu.grading.gradebook.rows import Row
from bigmodel_edu.grading.reports.safe_text import clean

COLUMNS = ("student", "assignment", "exercise", "points", "max_points", "status", "diagnosis")


def marks_csv(rows: Iterable[Row]) -> str:
    """The marks that count now; a mark that a person gave shows the status that its points decide."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        values = (row.student, row.assignment, row.exercise, f"{row.points:g}", f"{row.max_points:g}", row.status, row.diagnosis or "")
        writer.writerow([for_spreadsheet(clean(value, 500).replace("\n", " ")) for value in values])
    return stream.getvalue()
