"""`mark`: what a person decides counts at once, everywhere."""

import pytest

from tests.cli.small_class import bigmodel_edu, marks, page, query, to_look_at
from tests.grading.classroom import ATTENTION, SIZE

pytestmark = pytest.mark.slow
NAMED = ("--marker", "Dr Lee", "--reason", "used the practice numbers")


def mark(folder, *arguments):
    return bigmodel_edu("mark", folder / "out", *arguments)


def test_what_waits_is_listed_and_then_waits_no_more(graded):
    before = mark(graded)
    assert before.returncode == 0 and SIZE in before.stdout and "ada" in before.stdout and "eve" not in before.stdout
    assert mark(graded, "ada", SIZE, "1", *NAMED).returncode == 0
    assert mark(graded).stdout == "Nothing waits for a person.\n"


@pytest.mark.parametrize("points, status", [("1", "passed"), ("0.5", "partial"), ("0", "failed")])
def test_a_decision_is_at_once_in_table_page_and_report(graded, points, status):
    done = mark(graded, "ada", SIZE, points, *NAMED)
    assert done.returncode == 0 and f"{points} points, marked by Dr Lee" in done.stdout
    row = marks(graded)["ada", SIZE]
    assert (row["points"], row["status"], row["diagnosis"]) == (points, status, "")
    assert "Marked by Dr Lee: used the practice numbers" in page(graded, "ada")
    assert "A person looks into it" not in page(graded, "ada") and "marked by a person" not in page(graded, "ada")
    assert "ada" not in to_look_at(graded) and "eve" in to_look_at(graded)
    assert query(graded, f"SELECT points, status FROM marks WHERE exercise = '{SIZE}' AND submission = 1") == [(0.0, "manual")]


def test_a_mark_of_the_grader_is_overridden_and_stays_in_the_gradebook(graded):
    assert mark(graded, "bob", ATTENTION, "1.5", *NAMED).returncode == 0
    row = marks(graded)["bob", ATTENTION]
    assert (row["points"], row["status"], row["diagnosis"]) == ("1.5", "partial", "no-scale")
    assert "Marked by Dr Lee" in page(graded, "bob")
    assert mark(graded, "bob", ATTENTION, "0", "--marker", "Dr Kim", "--reason", "second thought").returncode == 0
    assert marks(graded)["bob", ATTENTION]["status"] == "failed" and "Dr Lee" not in page(graded, "bob")
    assert query(graded, "SELECT points, marker FROM decisions ORDER BY id") == [(1.5, "Dr Lee"), (0.0, "Dr Kim")]


def test_work_that_could_not_be_read_is_off_the_list_when_a_person_has_marked_all_of_it(graded):
    exercises = [exercise for student, exercise in marks(graded) if student == "eve"]
    for exercise in exercises[:-1]:
        assert mark(graded, "eve", exercise, "1", *NAMED).returncode == 0
    assert "eve" in to_look_at(graded)
    assert mark(graded, "eve", exercises[-1], "0.5", *NAMED).returncode == 0
    assert "eve" not in to_look_at(graded)


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("ada",), "give STUDENT, EXERCISE and POINTS"),
        (("zoe", SIZE, "1", *NAMED), "no mark of 'zoe'"),
        (("ada", SIZE, "7", *NAMED), "between 0 and 1"),
        (("ada", SIZE, "1", "--marker", "Dr Lee"), "a reason and a marker's name"),
    ],
)
def test_a_decision_that_makes_no_sense_changes_nothing(graded, arguments, words):
    before = (graded / "out" / "grades.csv").read_bytes()
    done = mark(graded, *arguments)
    assert done.returncode == 2 and words in " ".join(done.stderr.split())
    assert (graded / "out" / "grades.csv").read_bytes() == before and query(graded, "SELECT * FROM decisions") == []


def test_a_decision_is_kept_when_a_page_cannot_be_written(graded):
    (graded / "out" / "grades.csv").unlink()
    (graded / "out" / "grades.csv").mkdir()
    done = mark(graded, "ada", SIZE, "1", *NAMED)
    assert done.returncode == 1 and "Every mark is safe in" in done.stderr and "Traceback" not in done.stderr
    (graded / "out" / "grades.csv").rmdir()
    assert bigmodel_edu("report", graded / "out").returncode == 0
    assert marks(graded)["ada", SIZE]["status"] == "passed"
