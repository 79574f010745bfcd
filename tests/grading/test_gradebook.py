import sqlite3

import pytest

from bigmodel_edu.checking.result import Result
from bigmodel_edu.grading.engine import Graded
from bigmodel_edu.grading.gradebook import Decision, Gradebook


def graded(points, status="passed"):
    return Graded("self-attention", (Result("self-attention.causal_mask", status, points, 2.0, ("said",), None),))


@pytest.fixture
def book(tmp_path):
    with Gradebook(tmp_path / "gradebook.db") as opened:
        yield opened


def record(book, student, content, points, status="passed"):
    return book.record(student, content, "x.ipynb", graded(points, status), back_end="none", versions={})


def test_recording_twice_changes_nothing(book):
    assert record(book, "ada", "hash", 2.0) and not record(book, "ada", "hash", 2.0)
    assert [(row.student, row.points) for row in book.rows()] == [("ada", 2.0)]
    assert book.is_graded("ada", "hash") and not book.is_graded("ada", "other") and not book.is_graded("bob", "hash")


def test_the_latest_attempt_counts_and_earlier_ones_stay(book):
    record(book, "ada", "one", 2.0)
    record(book, "ada", "two", 0.0, "failed")
    assert [row.points for row in book.rows()] == [0.0]
    assert book.connection.execute("SELECT COUNT(*), MAX(attempt) FROM submissions").fetchone() == (2, 2)


def test_a_persons_decision_counts_over_the_machines_and_both_are_kept(book):
    record(book, "ada", "one", 0.0, "manual")
    book.decide(Decision("ada", "self-attention", "self-attention.causal_mask", 1.5, "good idea", "Dr Who"))
    book.decide(Decision("ada", "self-attention", "self-attention.causal_mask", 1.0, "second thought", "Dr Who"))
    (row,) = book.rows()
    assert (row.points, row.graded_points) == (1.0, 0.0)
    assert len(book.decisions()["ada", "self-attention"]) == 2


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
    assert book.decisions() == {}


def test_a_record_is_whole_or_not_at_all(book):
    broken = Graded("self-attention", (Result("a.b", "passed", 1.0, 1.0), Result("a.c", "passed", None, 1.0)))
    with pytest.raises(sqlite3.Error):
        book.record("ada", "one", "x.ipynb", broken, back_end="none", versions={})
    assert book.rows() == [] and not book.is_graded("ada", "one")


def test_a_file_that_is_no_gradebook_is_left_alone_with_a_clear_error(tmp_path):
    path = tmp_path / "gradebook.db"
    path.write_bytes(b"my thesis, not a database" * 100)
    with pytest.raises(ValueError, match="not a gradebook"):
        Gradebook(path)
    assert path.read_bytes().startswith(b"my thesis")


def test_hostile_names_are_data(book):
    record(book, "'; DROP TABLE marks; --", "one", 1.0)
    assert book.rows()[0].student == "'; DROP TABLE marks; --"
