"""`regrade`: shows what would change, appends it when told to, and never costs what others record in the meantime."""

import signal
import subprocess

import pytest

from tests.cli.small_class import COMMAND, bigmodel_edu, grade, marks, page, query
from tests.grading.classroom import ATTENTION, ENTROPY, MASK, SIZE, Pupil, write_pupil

pytestmark = pytest.mark.slow
OTHERWISE = f"UPDATE marks SET points = 0, status = 'failed', exercise_digest = 'before' WHERE exercise = '{MASK}'"
WITHOUT_ENTROPY = f"DELETE FROM marks WHERE exercise = '{ENTROPY}'"  # as if the lesson had not had it when it was graded


def regrade(folder, *more):
    return bigmodel_edu("regrade", folder / "in", "--out", folder / "out", *more)


def test_where_nothing_changed_no_mark_changes_and_nothing_is_recorded(graded):
    before = query(graded, "SELECT * FROM marks")
    done = regrade(graded, "--apply")
    assert done.returncode == 0 and "No mark changes." in done.stdout and "Recorded" not in done.stdout
    assert query(graded, "SELECT * FROM marks") == before


def test_what_would_change_is_shown_and_recorded_only_when_told_to(graded):
    query(graded, OTHERWISE)
    before = query(graded, "SELECT * FROM marks")
    shown = regrade(graded)
    assert shown.returncode == 0 and "3 marks change." in shown.stdout and "run again with --apply" in shown.stdout
    assert query(graded, "SELECT * FROM marks") == before
    applied = regrade(graded, "--apply")
    assert applied.returncode == 0 and "Recorded for 3 submissions." in applied.stdout
    assert set(before) < set(query(graded, "SELECT * FROM marks"))
    assert query(graded, f"SELECT round, points FROM marks WHERE exercise = '{MASK}' AND submission = 1") == [(0, 0.0), (1, 2.0)]
    assert marks(graded)["bob", MASK]["status"] == "passed" and "3 were recorded before" in grade(graded).stdout


def test_an_exercise_that_the_lesson_gained_counts_as_a_change_and_is_recorded(graded):
    query(graded, WITHOUT_ENTROPY)
    shown = regrade(graded)
    assert "3 marks change." in shown.stdout and shown.stdout.count("new") == 3
    assert regrade(graded, "--apply").returncode == 0
    assert marks(graded)["ada", ENTROPY]["status"] == "passed" and marks(graded)["eve", ENTROPY]["status"] == "unreadable"


def test_marks_that_keep_their_points_are_recorded_by_todays_exercises_too(graded):
    query(graded, "UPDATE marks SET grader_version = '0.0.1'")
    done = regrade(graded, "--apply")
    assert "No mark changes." in done.stdout and "Recorded for 3 submissions." in done.stdout
    assert "3 were recorded before" in grade(graded).stdout


def test_a_persons_mark_stays_whatever_the_grader_says_now(graded):
    query(graded, OTHERWISE)
    assert bigmodel_edu("mark", graded / "out", "bob", MASK, "0.5", "--marker", "Dr Lee", "--reason", "x").returncode == 0
    assert regrade(graded, "--apply").returncode == 0
    assert marks(graded)["bob", MASK]["points"] == "0.5" and "Marked by Dr Lee" in page(graded, "bob")


def test_what_was_never_graded_is_left_to_grade(graded):
    write_pupil(graded / "in", Pupil("zoe"))
    done = regrade(graded, "--apply")
    assert "1 submission is not in the gradebook yet" in done.stdout
    assert query(graded, "SELECT COUNT(*) FROM submissions WHERE student = 'zoe'") == [(0,)]


def test_without_the_key_or_the_gradebook_it_refuses(graded):
    (graded / "out" / "class.key").unlink()
    done = regrade(graded)
    assert done.returncode == 2 and "no class key" in done.stderr
    done = bigmodel_edu("regrade", graded / "in", "--out", graded)
    assert done.returncode == 2 and "has no gradebook.db" in done.stderr


def test_what_other_processes_record_in_the_meantime_survives(graded):
    """Regrading stops in the midst of its trial while a submission and a decision are recorded, and then goes on."""
    query(graded, OTHERWISE)
    command = [*COMMAND, "regrade", graded / "in", "--out", graded / "out", "--apply"]
    regrading = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    first = regrading.stdout.readline()
    regrading.send_signal(signal.SIGSTOP)
    try:
        assert "Grading 3 submissions" in first and query(graded, "SELECT MAX(round) FROM marks") == [(0,)]
        write_pupil(graded / "later" / "in", Pupil("zoe"))
        done = bigmodel_edu("grade", graded / "later" / "in", "--out", graded / "out")
        assert done.returncode == 0, done.stderr
        decided = bigmodel_edu("mark", graded / "out", "ada", SIZE, "1", "--marker", "Dr Lee", "--reason", "practice numbers")
        assert decided.returncode == 0, decided.stderr
    finally:
        regrading.send_signal(signal.SIGCONT)
    rest, _ = regrading.communicate()
    assert regrading.returncode == 0 and "Recorded for 3 submissions." in rest
    found = marks(graded)
    assert found["zoe", MASK]["status"] == "passed" and (found["ada", SIZE]["points"], found["ada", SIZE]["status"]) == ("1", "passed")
    assert found["bob", MASK]["status"] == "passed" and found["bob", ATTENTION]["diagnosis"] == "no-scale"
    assert "Marked by Dr Lee" in page(graded, "ada") and page(graded, "zoe")
    assert query(graded, "SELECT COUNT(*) FROM submissions") == [(4,)] and query(graded, "SELECT COUNT(*) FROM decisions") == [(1,)]
