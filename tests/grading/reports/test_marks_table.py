import csv
import io

from bigmodel_edu.grading.reports.marks_table import marks_csv
from tests.grading.reports.mark_rows import ROWS


def test_the_marks_file_has_the_agreed_columns():
    lines = list(csv.DictReader(io.StringIO(marks_csv(ROWS))))
    assert list(lines[0]) == ["student", "assignment", "exercise", "points", "max_points", "status", "diagnosis"]
    assert lines[2]["student"] == "'=1+1"
