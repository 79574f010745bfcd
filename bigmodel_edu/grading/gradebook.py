"""The gradebook: SQLite, append-only. Nothing is ever deleted; what counts today is a view over what was recorded."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bigmodel_edu import __version__
from bigmodel_edu.checking.result import Part, Result, Status
from bigmodel_edu.grading.engine import Graded

SCHEMA = """
CREATE TABLE IF NOT EXISTS submissions (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, assignment TEXT NOT NULL, content TEXT NOT NULL, label TEXT NOT NULL,
    attempt INTEGER NOT NULL, late_hours REAL NOT NULL DEFAULT 0, received TEXT NOT NULL, notes TEXT NOT NULL,
    UNIQUE (student, assignment, content));
CREATE TABLE IF NOT EXISTS marks (
    id INTEGER PRIMARY KEY, submission INTEGER NOT NULL REFERENCES submissions (id), exercise TEXT NOT NULL, place INTEGER NOT NULL,
    exercise_version INTEGER NOT NULL, grader_version TEXT NOT NULL, round INTEGER NOT NULL DEFAULT 0, points REAL NOT NULL,
    max_points REAL NOT NULL, status TEXT NOT NULL, diagnosis TEXT, messages TEXT NOT NULL, parts TEXT NOT NULL, answer TEXT NOT NULL,
    graded TEXT NOT NULL, UNIQUE (submission, exercise, round));
CREATE TABLE IF NOT EXISTS usage (
    submission INTEGER NOT NULL REFERENCES submissions (id), cpu_seconds REAL NOT NULL, wall_seconds REAL NOT NULL,
    memory_mb REAL NOT NULL, back_end TEXT NOT NULL, graded TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS decisions (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, assignment TEXT NOT NULL, exercise TEXT NOT NULL, points REAL NOT NULL,
    reason TEXT NOT NULL, marker TEXT NOT NULL, made TEXT NOT NULL);
CREATE VIEW IF NOT EXISTS latest_submissions AS
    SELECT s.* FROM submissions s
    WHERE s.attempt = (SELECT MAX(o.attempt) FROM submissions o WHERE o.student = s.student AND o.assignment = s.assignment);
CREATE VIEW IF NOT EXISTS current_marks AS
    SELECT s.student, s.assignment, m.exercise, m.place, m.max_points, m.status, m.diagnosis, m.messages, m.parts, m.answer, m.points AS
        graded_points, s.id AS submission, s.attempt, s.late_hours,
        COALESCE((SELECT d.points FROM decisions d WHERE d.student = s.student AND d.assignment = s.assignment AND d.exercise = m.exercise
                  ORDER BY d.id DESC LIMIT 1), m.points) AS points
    FROM latest_submissions s JOIN marks m ON m.submission = s.id
    WHERE m.id = (SELECT MAX(o.id) FROM marks o WHERE o.submission = s.id AND o.exercise = m.exercise);
"""


@dataclass(frozen=True)
class Row:
    """One current mark: what counts today for one student and exercise."""

    student: str
    assignment: str
    exercise: str
    points: float
    max_points: float
    status: Status
    diagnosis: str | None
    messages: tuple[str, ...]
    parts: tuple[Part, ...]
    answer: str
    graded_points: float
    late_hours: float

    @property
    def result(self) -> Result:
        """The mark as the card shows it."""
        return Result(self.exercise, self.status, self.points, self.max_points, self.messages, self.diagnosis, parts=self.parts)


@dataclass(frozen=True)
class Decision:
    """A mark that a person gave: a text answer, or an override with its reason."""

    student: str
    assignment: str
    exercise: str
    points: float
    reason: str
    marker: str


def content_hash(content: bytes) -> str:
    """What identifies a submission's content."""
    return hashlib.sha256(content).hexdigest()


class Gradebook:
    """One class's gradebook; one writer at a time, readers at any time (WAL).

    Raises:
        ValueError: when the file is no gradebook, naming the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        try:
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = NORMAL")  # safe against a killed process; a power cut can cost the last marks
            self.connection.execute("PRAGMA foreign_keys = ON")
            self.connection.executescript(SCHEMA)
        except sqlite3.DatabaseError as error:
            self.connection.close()
            raise ValueError(f"{path} is not a gradebook ({error}); move it away or choose another --out folder") from error

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> "Gradebook":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def is_graded(self, student: str, content: str) -> bool:
        """Whether this content was recorded for the student by this grader; a rerun then has nothing to do."""
        found = self.connection.execute(
            "SELECT 1 FROM submissions s WHERE s.student = ? AND s.content = ? AND EXISTS "
            "(SELECT 1 FROM usage u WHERE u.submission = s.id) LIMIT 1",
            (student, content),
        )
        return found.fetchone() is not None

    def record(
        self, student: str, content: str, label: str, graded: Graded, *, back_end: str, versions: dict[str, int], late_hours: float = 0.0
    ) -> bool:
        """Record a graded notebook, whole or not at all; recording the same twice changes nothing.

        Returns:
            Whether anything was new.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._transaction():
            submission = self._submission(student, graded.chapter, content, label, late_hours, graded.notes, now)
            new = 0
            for place, result in enumerate(graded.results):
                new += self._mark(submission, place, result, versions.get(result.exercise, 1), now)
            first = self.connection.execute("SELECT 1 FROM usage WHERE submission = ?", (submission,)).fetchone() is None
            if first or new:
                self.connection.execute(
                    "INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?)",
                    (submission, graded.cpu_seconds, graded.wall_seconds, graded.memory_mb, back_end, now),
                )
        return first or new > 0

    def _submission(self, student: str, assignment: str, content: str, label: str, late: float, notes: Iterable[str], now: str) -> int:
        known = self.connection.execute(
            "SELECT id FROM submissions WHERE student = ? AND assignment = ? AND content = ?", (student, assignment, content)
        ).fetchone()
        if known:
            return int(known[0])
        (attempts,) = self.connection.execute(
            "SELECT COUNT(*) FROM submissions WHERE student = ? AND assignment = ?", (student, assignment)
        ).fetchone()
        cursor = self.connection.execute(
            "INSERT INTO submissions (student, assignment, content, label, attempt, late_hours, received, notes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (student, assignment, content, label, attempts + 1, late, now, json.dumps(list(notes))),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _mark(self, submission: int, place: int, result: Result, version: int, now: str) -> int:
        """Add a mark unless the newest one says the same; a different one joins it as a further round."""
        parts = json.dumps([[part.name, part.passed, part.cases] for part in result.parts])
        said = (result.points, result.max_points, result.status, result.diagnosis, json.dumps(list(result.messages)), parts, result.answer)
        newest = self.connection.execute(
            "SELECT round, exercise_version, grader_version, points, max_points, status, diagnosis, messages, parts, answer FROM marks "
            "WHERE submission = ? AND exercise = ? ORDER BY id DESC LIMIT 1",
            (submission, result.exercise),
        ).fetchone()
        if newest and newest[1:] == (version, __version__, *said):
            return 0
        self.connection.execute(
            "INSERT INTO marks (submission, exercise, place, exercise_version, grader_version, round, points, max_points, status, "
            "diagnosis, messages, parts, answer, graded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (submission, result.exercise, place, version, __version__, newest[0] + 1 if newest else 0, *said, now),
        )
        return 1

    def decide(self, decision: Decision) -> None:
        """Record a person's mark; the machine's mark stays and can be seen beside it.

        Raises:
            ValueError: when there is no such mark, or the points are outside the exercise's range.
        """
        row = self.connection.execute(
            "SELECT max_points FROM current_marks WHERE student = ? AND assignment = ? AND exercise = ?",
            (decision.student, decision.assignment, decision.exercise),
        ).fetchone()
        if row is None:
            raise ValueError(f"no mark of {decision.student!r} for {decision.exercise!r} in {decision.assignment!r}: was it graded?")
        if not 0 <= decision.points <= row[0]:
            raise ValueError(f"expected points between 0 and {row[0]:g} for {decision.exercise!r}, got {decision.points:g}")
        if not decision.reason.strip() or not decision.marker.strip():
            raise ValueError("expected a reason and a marker's name: both are kept with the mark")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._transaction():
            self.connection.execute(
                "INSERT INTO decisions (student, assignment, exercise, points, reason, marker, made) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (decision.student, decision.assignment, decision.exercise, decision.points, decision.reason, decision.marker, now),
            )

    def rows(self) -> list[Row]:
        """Every current mark, by student, assignment and place in the lesson."""
        cursor = self.connection.execute(
            "SELECT student, assignment, exercise, points, max_points, status, diagnosis, messages, parts, answer, graded_points, "
            "late_hours FROM current_marks ORDER BY student, assignment, place"
        )
        return [
            Row(student, assignment, exercise, points, most, status, diagnosis, _listed(messages), _parts(parts), answer, graded, late)
            for student, assignment, exercise, points, most, status, diagnosis, messages, parts, answer, graded, late in cursor
        ]

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
        """Student, assignment, CPU seconds, seconds and MB of every latest submission."""
        return self.connection.execute(
            "SELECT s.student, s.assignment, u.cpu_seconds, u.wall_seconds, u.memory_mb FROM latest_submissions s "
            "JOIN usage u ON u.submission = s.id ORDER BY s.student, s.assignment"
        ).fetchall()

    def decisions(self) -> dict[tuple[str, str], list[Decision]]:
        """Every mark that a person gave, by student and assignment, the oldest first."""
        found: dict[tuple[str, str], list[Decision]] = {}
        for values in self.connection.execute("SELECT student, assignment, exercise, points, reason, marker FROM decisions ORDER BY id"):
            found.setdefault(values[:2], []).append(Decision(*values))
        return found


def open_gradebook(folder: Path) -> Gradebook:
    """Open the gradebook that `grade` wrote into a folder.

    Raises:
        ValueError: when there is none.
    """
    path = folder / "gradebook.db"
    if not path.exists():
        raise ValueError(f"{folder} has no gradebook.db: expected the folder that was given to grade as --out")
    return Gradebook(path)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _parts(text: str) -> tuple[Part, ...]:
    return tuple(Part(*part) for part in json.loads(text))
