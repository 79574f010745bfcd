"""Write the gradebook: submissions with their marks, and people's decisions. Nothing is ever changed or deleted."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bigmodel_edu.checking.result import Result
from bigmodel_edu.grading.gradebook.records import Records
from bigmodel_edu.grading.gradebook.rows import Decision
from bigmodel_edu.grading.marking.stamps import Stamp, stamps_of
from bigmodel_edu.grading.marking.work import Graded
from bigmodel_edu.language import _


class Gradebook(Records):
    """One class's gradebook, to be read and added to."""

    def is_graded(self, student: str, content: str, stamps: Callable[[str], Mapping[str, Stamp]] = stamps_of) -> bool:
        """Whether a submission has a mark for every exercise of its lesson, by today's exercises and grader.

        Args:
            content: what identifies the submission's content.
            stamps: gives today's stamp of each exercise of a lesson.
        """
        found = self.connection.execute("SELECT id, assignment FROM submissions WHERE student = ? AND content = ?", (student, content))
        return any(self._stamps(submission).items() >= dict(stamps(assignment)).items() for submission, assignment in found.fetchall())

    def _stamps(self, submission: int) -> dict[str, Stamp]:
        cursor = self.connection.execute(
            "SELECT exercise, exercise_version, exercise_digest, grader_version FROM newest_marks WHERE submission = ?", (submission,)
        )
        return {exercise: Stamp(*values) for exercise, *values in cursor}

    def record(
        self,
        student: str,
        content: str,
        label: str,
        graded: Graded,
        *,
        back_end: str,
        stamps: Mapping[str, Stamp],
        late_hours: float = 0.0,
    ) -> bool:
        """Record a graded notebook, whole or not at all; recording the same twice changes nothing.

        A mark that differs from the newest one, in what it says or in its stamp, joins it as a further round.

        Returns:
            Whether anything was new.

        Raises:
            NotWritten: when the file takes no more; nothing of this notebook is then recorded.
        """
        now = _now()
        with self.transaction():
            submission = self._submission(student, graded.chapter, content, label, late_hours, graded.notes, now)
            new = 0
            for place, result in enumerate(graded.results):
                new += self._mark(submission, place, result, stamps.get(result.exercise, Stamp()), now)
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

    def _mark(self, submission: int, place: int, result: Result, stamp: Stamp, now: str) -> int:
        """Add a mark unless the newest one says the same by the same stamp; returns how many were added."""
        parts = json.dumps([[part.name, part.passed, part.cases] for part in result.parts])
        said = (result.points, result.max_points, result.status, result.diagnosis, json.dumps(list(result.messages)), parts, result.answer)
        by = (stamp.version, stamp.digest, stamp.grader)
        newest = self.connection.execute(
            "SELECT round, exercise_version, exercise_digest, grader_version, points, max_points, status, diagnosis, messages, parts, "
            "answer FROM newest_marks WHERE submission = ? AND exercise = ?",
            (submission, result.exercise),
        ).fetchone()
        if newest and newest[1:] == (*by, *said):
            return 0
        self.connection.execute(
            "INSERT INTO marks (submission, exercise, place, exercise_version, exercise_digest, grader_version, round, points, max_points, "
            "status, diagnosis, messages, parts, answer, graded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (submission, result.exercise, place, *by, newest[0] + 1 if newest else 0, *said, now),
        )
        return 1

    def decide(self, decision: Decision) -> None:
        """Record a person's mark; the machine's mark stays and can be seen beside it.

        Raises:
            ValueError: when there is no such mark, or the points are outside the exercise's range.
            NotWritten: when the file takes no more.
        """
        row = self.connection.execute(
            "SELECT max_points FROM current_marks WHERE student = ? AND assignment = ? AND exercise = ?",
            (decision.student, decision.assignment, decision.exercise),
        ).fetchone()
        if row is None:
            sentence = _("no mark of {student!r} for {exercise!r} in {assignment!r}: was it graded?")
            raise ValueError(sentence.format(student=decision.student, exercise=decision.exercise, assignment=decision.assignment))
        if not 0 <= decision.points <= row[0]:
            sentence = _("expected points between 0 and {most:g} for {exercise!r}, got {points:g}")
            raise ValueError(sentence.format(most=row[0], exercise=decision.exercise, points=decision.points))
        if not decision.reason.strip() or not decision.marker.strip():
            raise ValueError(_("expected a reason and a marker's name: both are kept with the mark"))
        with self.transaction():
            self.connection.execute(
                "INSERT INTO decisions (student, assignment, exercise, points, reason, marker, made) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (decision.student, decision.assignment, decision.exercise, decision.points, decision.reason, decision.marker, _now()),
            )


def open_gradebook(folder: Path) -> Gradebook:
    """Open the gradebook that `grade` wrote into a folder.

    Raises:
        ValueError: when there is none, or it cannot be opened.
    """
    path = folder / "gradebook.db"
    if not path.exists():
        raise ValueError(_("{folder} has no gradebook.db: expected the folder that was given to grade as --out").format(folder=folder))
    return Gradebook(path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
