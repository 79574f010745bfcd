"""Read the gradebook: what counts today, what was noticed, what it cost, and what people decided."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from bigmodel_edu.checking.result import Part
from bigmodel_edu.grading.gradebook.rows import Decision, Mark, Row, decided
from bigmodel_edu.grading.gradebook.schema import NotWritten, open_database
from bigmodel_edu.language import _


class Records:
    """An open gradebook, to be read; one writer at a time, readers at any time (WAL).

    Raises:
        ValueError: when the file is no gradebook or cannot be opened, naming the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = open_database(path)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything in here is recorded, or nothing.

        Raises:
            NotWritten: when the file takes no more: a full disk, a read-only folder, a lock that is not given up.
        """
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # on some errors SQLite has rolled back by itself
                    self.connection.execute("ROLLBACK")
                raise
        except sqlite3.OperationalError as error:
            sentence = _(
                "the gradebook {path} takes no more records ({error}); what was recorded before is safe: make room, or make the folder "
                "writable, then run the same command again"
            )
            raise NotWritten(sentence.format(path=self.path, error=error)) from error

    def rows(self) -> list[Row]:
        """Every current mark, by student, assignment and place in the lesson."""
        cursor = self.connection.execute(
            "SELECT student, assignment, exercise, graded_points, max_points, status, diagnosis, messages, parts, answer, late_hours, "
            "decided_points, reason, marker FROM current_marks ORDER BY student, assignment, place"
        )
        return [_row(*values) for values in cursor]

    def marks_of(self, student: str, content: str) -> dict[tuple[str, str], Mark]:
        """What the grader gave at last for one submission, by assignment and exercise; empty for one that was never recorded."""
        cursor = self.connection.execute(
            "SELECT s.assignment, m.exercise, m.points, m.max_points, m.status, m.diagnosis FROM submissions s "
            "JOIN newest_marks m ON m.submission = s.id WHERE s.student = ? AND s.content = ?",
            (student, content),
        )
        return {(assignment, exercise): Mark(*values) for assignment, exercise, *values in cursor}

    def notes(self) -> dict[tuple[str, str], list[str]]:
        """What was noticed about submissions, by student and assignment."""
        cursor = self.connection.execute("SELECT student, assignment, notes FROM latest_submissions WHERE notes <> '[]'")
        return {(student, assignment): json.loads(notes) for student, assignment, notes in cursor}

    def attempts(self) -> list[tuple[str, str, int]]:
        """Student, assignment and number of submissions, where there is more than one."""
        return self.connection.execute(
            "SELECT student, assignment, MAX(attempt) FROM submissions GROUP BY student, assignment HAVING MAX(attempt) > 1"
        ).fetchall()

    def usage(self) -> list[tuple[str, str, float, float, float]]:
        """Student, assignment, CPU seconds, seconds and MB of every latest submission, at the last time that it was graded."""
        return self.connection.execute(
            "SELECT s.student, s.assignment, u.cpu_seconds, u.wall_seconds, u.memory_mb FROM latest_submissions s "
            "JOIN usage u ON u.rowid = (SELECT MAX(o.rowid) FROM usage o WHERE o.submission = s.id) ORDER BY s.student, s.assignment"
        ).fetchall()

    def decisions(self) -> dict[tuple[str, str], list[Decision]]:
        """Every mark that a person gave, by student and assignment, the oldest first."""
        found: dict[tuple[str, str], list[Decision]] = {}
        for values in self.connection.execute("SELECT student, assignment, exercise, points, reason, marker FROM decisions ORDER BY id"):
            found.setdefault(values[:2], []).append(Decision(*values))
        return found


def _row(
    student: str,
    assignment: str,
    exercise: str,
    points: float,
    most: float,
    status: Any,
    diagnosis: str | None,
    messages: str,
    parts: str,
    answer: str,
    late_hours: float,
    decided_points: float | None,
    reason: str,
    marker: str,
) -> Row:
    found = tuple(Part(*part) for part in json.loads(parts))
    said = tuple(json.loads(messages))
    row = Row(student, assignment, exercise, points, most, status, diagnosis, said, found, answer, points, late_hours)
    if decided_points is None:
        return row
    return decided(row, Decision(student, assignment, exercise, decided_points, reason, marker))
