import csv
import io
import json
import zipfile

import pytest

from bigmodel_edu.grading.reports.late_policy import LatePolicy
from bigmodel_edu.grading.reports.lms_exports import to_canvas, to_csv, to_gradescope, to_moodle, totals
from tests.grading.reports.mark_rows import ROWS, row


def table(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8"))))


def test_sums_are_by_student_and_assignment_and_a_late_policy_acts_on_them():
    plain, late = totals(ROWS), totals(ROWS, LatePolicy(percent_a_day=10))
    assert [mark.points for mark in plain] == [2.5, 1.0] and [mark.points for mark in late] == [2.5, 0.8]


def test_plain_csv_has_a_column_for_each_assignment_and_no_formula():
    assert table(to_csv(totals([*ROWS, row("Zoe", assignment="other")]))) == [
        ["student", "lesson", "other"],
        ["Ada Byron_7", "2.5", ""],
        ["'=1+1", "1", ""],
        ["Zoe", "", "1"],
    ]


def test_canvas_gets_its_columns_points_possible_and_the_id_from_the_download():
    head, possible, ada, other = table(to_canvas(totals(ROWS)))
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "lesson"]
    assert possible == ["    Points Possible", "", "", "", "", "4"]
    assert ada[:2] == ["Ada Byron", "7"] and other[3] == "'=1+1"


def test_moodle_gets_its_worksheet_for_one_assignment_by_participant():
    head, ada = table(to_moodle(totals(ROWS[:2])))
    assert head[0] == "Identifier" and ada[:4] == ["Participant 7", "Ada Byron", "2.5", "4"]
    with pytest.raises(ValueError, match="one assignment"):
        to_moodle(totals([*ROWS[:2], row("Bob_8", assignment="other")]))
    with pytest.raises(ValueError, match="no Moodle number"):
        to_moodle(totals(ROWS))


def test_gradescope_gets_a_results_file_for_each_submission():
    with zipfile.ZipFile(io.BytesIO(to_gradescope(totals(ROWS)))) as archive:
        results = json.loads(archive.read("Ada Byron_7/lesson/results.json"))
        assert all(".." not in name and not name.startswith("/") for name in archive.namelist())
    assert results["score"] == 2.5 and [test["max_score"] for test in results["tests"]] == [2.0, 2.0]
