import csv
import io
import json
import zipfile

import pytest

from bigmodel_edu.checking.result import Part
from bigmodel_edu.grading.gradebook.rows import Row
from bigmodel_edu.grading.reports.late_policy import LatePolicy
from bigmodel_edu.grading.reports.lms_exports import to_canvas, to_csv, to_gradescope, to_moodle, totals
from bigmodel_edu.grading.reports.marks_table import marks_csv
from bigmodel_edu.grading.reports.statistics import correlation, item_statistics, misconception_counts
from bigmodel_edu.grading.submissions.lateness import read_lateness


def row(student, exercise="a.x", points=1.0, late=0.0, assignment="lesson", status="passed", diagnosis=None):
    return Row(student, assignment, exercise, points, 2.0, status, diagnosis, ("said",), (Part("", True),), "", points, late)


ROWS = [row("Ada Byron_7", "a.x", 2.0), row("Ada Byron_7", "a.y", 0.5), row("=1+1", "a.x", 1.0, late=25.0)]


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


@pytest.mark.parametrize("hours, points", [(0, 10), (2, 10), (2.1, 9), (26, 9), (26.1, 8), (24 * 30, 5)])
def test_each_day_begun_after_the_grace_time_costs_and_no_more_than_the_most(hours, points):
    assert LatePolicy(percent_a_day=10, grace_hours=2, most_percent=50).points(10, hours) == points


@pytest.mark.parametrize("settings", [{"percent_a_day": 101}, {"percent_a_day": -1}, {"grace_hours": -1}, {"most_percent": float("nan")}])
def test_a_policy_out_of_range_names_the_field(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        LatePolicy(**settings)


@pytest.mark.parametrize(
    "text", ["", "name,hours\na,1", "student,hours\na,soon", "student,hours\na,-1", "student,hours\na,inf", "student,hours\na"]
)
def test_a_list_of_lateness_that_cannot_be_read_says_where(tmp_path, text):
    (tmp_path / "late.csv").write_text(text)
    with pytest.raises(ValueError, match=r"late\.csv"):
        read_lateness(tmp_path / "late.csv")


def test_lateness_is_read_with_a_byte_order_mark_too(tmp_path):
    (tmp_path / "late.csv").write_text("\ufeffstudent,hours\nada,3.5\n", encoding="utf-8")
    assert read_lateness(tmp_path / "late.csv") == {"ada": 3.5}


def test_the_marks_file_has_the_agreed_columns():
    lines = list(csv.DictReader(io.StringIO(marks_csv(ROWS))))
    assert list(lines[0]) == ["student", "assignment", "exercise", "points", "max_points", "status", "diagnosis"]
    assert lines[2]["student"] == "'=1+1"


def test_difficulty_and_discrimination_follow_their_definitions():
    rows = [row(f"s{i}", "a.easy", 2.0) for i in range(4)] + [row(f"s{i}", "a.hard", 2.0 if i > 1 else 0.0) for i in range(4)]
    rows += [row(f"s{i}", "a.other", float(i) / 2) for i in range(4)]
    easy, hard, other = item_statistics(rows)
    assert easy.difficulty == 1 and easy.discrimination is None
    assert hard.difficulty == 0.5 and hard.discrimination == pytest.approx(correlation([0, 0, 2, 2], [2, 2.5, 3, 3.5]))
    assert other.statuses["passed"] == 4


def test_misconceptions_are_counted_the_most_common_first():
    rows = [row("a", diagnosis="x"), row("b", diagnosis="y"), row("c", diagnosis="x"), row("d")]
    assert misconception_counts(rows) == [("a.x", "x", 2), ("a.x", "y", 1)]
