import sqlite3

import pytest

from bigmodel_edu import exercises
from bigmodel_edu.checking.result import Result
from bigmodel_edu.grading.gradebook.gradebook import Gradebook
from bigmodel_edu.grading.gradebook.rows import Decision, Mark
from bigmodel_edu.grading.marking.stamps import Stamp, stamps_of
from bigmodel_edu.grading.marking.work import Graded

MASK, SIZE = "self-attention.causal_mask", "self-attention.table_size"
TODAY = {MASK: Stamp(1, "aa", "0.1.0")}


def graded(points, status="passed", exercises=(MASK,)):
    return Graded("self-attention", tuple(Result(exercise, status, points, 2.0, ("said",), None) for exercise in exercises))


@pytest.fixture
def book(tmp_path):
    with Gradebook(tmp_path / "gradebook.db") as opened:
        yield opened


def record(book, student, content, points, status="passed", stamps=TODAY, exercises=(MASK,)):
    return book.record(student, content, "x.ipynb", graded(points, status, exercises), back_end="none", stamps=stamps)


def is_graded(book, student, content, stamps=TODAY):
    return book.is_graded(student, content, lambda lesson: stamps if lesson == "self-attention" else {})


def rounds(book):
    return book.connection.execute("SELECT exercise, round, points, exercise_digest, grader_version FROM marks ORDER BY id").fetchall()


def test_recording_twice_changes_nothing(book):
    assert record(book, "ada", "hash", 2.0) and not record(book, "ada", "hash", 2.0)
    assert [(row.student, row.points) for row in book.rows()] == [("ada", 2.0)]
    assert is_graded(book, "ada", "hash") and not is_graded(book, "ada", "other") and not is_graded(book, "bob", "hash")


@pytest.mark.parametrize(
    "later",
    [
        {MASK: Stamp(2, "aa", "0.1.0")},
        {MASK: Stamp(1, "bb", "0.1.0")},
        {MASK: Stamp(1, "aa", "0.2.0")},
        {MASK: Stamp(1, "aa", "0.1.0"), SIZE: Stamp(1, "cc", "0.1.0")},
    ],
    ids=["version", "digest", "grader", "a further exercise"],
)
def test_what_todays_exercises_and_grader_have_not_marked_is_graded_again_as_a_further_round(book, later):
    record(book, "ada", "hash", 2.0)
    assert not is_graded(book, "ada", "hash", later)
    assert record(book, "ada", "hash", 2.0, stamps=later, exercises=tuple(later))
    assert is_graded(book, "ada", "hash", later) and not record(book, "ada", "hash", 2.0, stamps=later, exercises=tuple(later))
    assert rounds(book)[0] == (MASK, 0, 2.0, "aa", "0.1.0")
    assert [row.exercise for row in book.rows()] == list(later)


def test_an_exercise_that_the_lesson_lost_asks_for_nothing(book):
    record(book, "ada", "hash", 2.0, exercises=(MASK, SIZE), stamps=TODAY | {SIZE: Stamp(1, "cc", "0.1.0")})
    assert is_graded(book, "ada", "hash")


def test_a_notebook_without_a_lesson_is_graded_once(book):
    nothing = Graded("holiday", (Result("", "unreadable", 0.0, 0.0, ("No lesson.",)),))
    book.record("ada", "hash", "holiday.ipynb", nothing, back_end="none", stamps=stamps_of("holiday"))
    assert book.is_graded("ada", "hash")


def test_our_own_lessons_are_known_by_the_kept_digests(book):
    stamps = stamps_of("self-attention")
    assert stamps.keys() == {exercise.id for exercise in exercises.chapter("self-attention")}
    record(book, "ada", "hash", 2.0, stamps=stamps, exercises=tuple(stamps))
    assert book.is_graded("ada", "hash")


def test_the_time_of_a_regraded_submission_counts_once(book):
    for points in (0.0, 2.0):
        record(book, "ada", "hash", points)
    assert len(book.usage()) == 1


def test_the_marks_of_a_submission_are_the_newest_of_each_exercise(book):
    record(book, "ada", "hash", 0.0, "failed")
    record(book, "ada", "hash", 2.0)
    assert book.marks_of("ada", "hash") == {("self-attention", MASK): Mark(2.0, 2.0, "passed", None)}
    assert book.marks_of("ada", "other") == book.marks_of("bob", "hash") == {}


def test_the_latest_attempt_counts_and_earlier_ones_stay(book):
    record(book, "ada", "one", 2.0)
    record(book, "ada", "two", 0.0, "failed")
    assert [row.points for row in book.rows()] == [0.0]
    assert book.connection.execute("SELECT COUNT(*), MAX(attempt) FROM submissions").fetchone() == (2, 2)
    record(book, "ada", "one", 1.0, "partial")
    assert [row.points for row in book.rows()] == [0.0], "a further round of an earlier attempt does not bring it back"


def test_a_persons_decision_counts_over_the_machines_and_both_are_kept(book):
    record(book, "ada", "one", 0.0, "manual")
    book.decide(Decision("ada", "self-attention", MASK, 1.5, "good idea", "Dr Who"))
    book.decide(Decision("ada", "self-attention", MASK, 1.0, "second thought", "Dr Who"))
    (row,) = book.rows()
    assert (row.points, row.status, row.graded_points) == (1.0, "partial", 0.0)
    assert row.decision and row.decision.reason == "second thought"
    assert len(book.decisions()["ada", "self-attention"]) == 2


def test_a_decision_outlives_every_further_round(book):
    record(book, "ada", "one", 0.0, "failed")
    book.decide(Decision("ada", "self-attention", MASK, 1.5, "good idea", "Dr Who"))
    record(book, "ada", "one", 2.0, stamps={MASK: Stamp(2, "bb", "0.2.0")})
    (row,) = book.rows()
    assert (row.points, row.graded_points) == (1.5, 2.0)


@pytest.mark.parametrize(
    "student, points, reason, marker",
    [
        ("bob", 1, "r", "m"),
        ("ada", 3, "r", "m"),
        ("ada", -1, "r", "m"),
        ("ada", float("nan"), "r", "m"),
        ("ada", 1, " ", "m"),
        ("ada", 1, "r", ""),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_whole(book, student, points, reason, marker):
    record(book, "ada", "one", 0.0, "manual")
    with pytest.raises(ValueError):
        book.decide(Decision(student, "self-attention", "self-attention.causal_mask", points, reason, marker))
    assert book.decisions() == {} and book.rows()[0].decision is None


def test_a_record_is_whole_or_not_at_all(book):
    broken = Graded("self-attention", (Result("a.b", "passed", 1.0, 1.0), Result("a.c", "passed", None, 1.0)))
    with pytest.raises(sqlite3.Error):
        book.record("ada", "one", "x.ipynb", broken, back_end="none", stamps={})
    assert book.rows() == [] and not is_graded(book, "ada", "one")


def test_hostile_names_are_data(book):
    record(book, "'; DROP TABLE marks; --", "one", 1.0)
    assert book.rows()[0].student == "'; DROP TABLE marks; --"
