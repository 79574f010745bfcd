"""Grade a class: every submission once, in parallel, recorded in order, resumable at any instant."""

import secrets
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bigmodel_edu.grading.engines import Engine, Pending, Work
from bigmodel_edu.grading.gradebook import Gradebook, content_hash
from bigmodel_edu.grading.reading import Unreadable, read_notebook
from bigmodel_edu.grading.recognise import exercises_of, recognise
from bigmodel_edu.grading.slicing import code_cells
from bigmodel_edu.grading.submissions import Submission


@dataclass
class Summary:
    """What a run did."""

    graded: int = 0
    already: int = 0
    failures: list[str] = field(default_factory=list)  # submissions whose outcome could not be recorded


def class_key(folder: Path, file: Path | None = None) -> bytes:
    """Read the class key, or make one: the secret from which hidden cases are drawn. Keep it: a regrade needs it.

    Raises:
        ValueError: when the given file is shorter than 16 bytes.
    """
    path = file or folder / "class.key"
    if file is None and not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
    key = path.read_bytes().strip()
    if len(key) < 16:
        raise ValueError(
            f"expected a class key of at least 16 bytes in {path}, got {len(key)}; make one with: openssl rand -hex 32 > {path}"
        )
    return key


def usual_chapter(submissions: Sequence[Submission], wanted: str = "") -> str:
    """The lesson of submissions that do not tell: the one asked for, else that of the first which tells."""
    for submission in submissions:
        if wanted:
            break
        if submission.problem:
            continue
        try:
            notebook = read_notebook(submission.read())
        except (Unreadable, OSError):
            continue
        wanted = recognise(notebook, code_cells(notebook.code), submission.stem)
    return wanted


class ClassRun:
    """Grades submissions into a gradebook.

    Args:
        engine: grades them, here or elsewhere.
        chapter: the lesson of notebooks that do not tell.
        again: grade also what was recorded before.
        late: hours after the deadline, by student.
        on_progress: called after each recorded submission.
    """

    def __init__(
        self,
        gradebook: Gradebook,
        engine: Engine,
        chapter: str,
        *,
        again: bool = False,
        late: Mapping[str, float] | None = None,
        on_progress: Callable[[], object] = lambda: None,
    ) -> None:
        self.gradebook, self.engine, self.chapter, self.again, self.on_progress = gradebook, engine, chapter, again, on_progress
        self.late, self.summary = late or {}, Summary()

    def grade(self, submissions: Iterable[Submission]) -> Summary:
        """Grade all; what was recorded before is passed over. Recording follows the order given, whoever finishes first."""
        waiting: deque[tuple[Submission, str, Pending]] = deque()
        try:
            for submission in submissions:
                self._start(submission, waiting)
                while len(waiting) > 4 * self.engine.jobs:
                    self._record(*waiting.popleft())
            while waiting:
                self._record(*waiting.popleft())
        except BaseException:
            for _submission, _content, pending in waiting:
                pending.cancel()
            raise
        return self.summary

    def _start(self, submission: Submission, waiting: deque[tuple[Submission, str, Pending]]) -> None:
        try:
            content = b"" if submission.problem else submission.read()
        except (OSError, zipfile.BadZipFile) as error:
            self._lost(submission, error)
            return
        identity = content_hash(content or submission.problem.encode())
        if not self.again and self.gradebook.is_graded(submission.student, identity):
            self.summary.already += 1
            self.on_progress()
            return
        work = Work(submission.student, submission.stem, content, submission.problem, self.chapter)
        waiting.append((submission, identity, self.engine.submit(work)))

    def _record(self, submission: Submission, identity: str, pending: Pending) -> None:
        try:
            graded = pending.result()
        except Exception as error:  # a fault of ours or of the machine: this submission has no mark, the class goes on
            self._lost(submission, error)
            return
        versions = {exercise.id: exercise.version for exercise in exercises_of(graded.chapter)}
        self.gradebook.record(
            submission.student,
            identity,
            submission.name,
            graded,
            back_end=self.engine.back_end,
            versions=versions,
            late_hours=self.late.get(submission.student, 0.0),
        )
        self.summary.graded += 1
        self.on_progress()

    def _lost(self, submission: Submission, error: Exception) -> None:
        self.summary.failures.append(f"{submission.student}/{submission.name}: {type(error).__name__}: {error}")
        self.on_progress()
