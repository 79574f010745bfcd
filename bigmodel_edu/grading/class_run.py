"""Grade a class: every submission once, several at a time, kept in the order given, resumable at any instant."""

import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bigmodel_edu.grading.gradebook.gradebook import Gradebook
from bigmodel_edu.grading.marking.stamps import Stamp, stamps_of
from bigmodel_edu.grading.marking.work import Engine, Graded, Pending, Work, identity_of
from bigmodel_edu.grading.submissions.code_cells import code_cells
from bigmodel_edu.grading.submissions.notebooks import Unreadable, read_notebook
from bigmodel_edu.grading.submissions.recognising import recognise
from bigmodel_edu.grading.submissions.submission import Submission


@dataclass
class Summary:
    """What a run did."""

    graded: int = 0
    passed_over: int = 0
    failures: list[str] = field(default_factory=list)  # submissions whose outcome could not be recorded


@dataclass(frozen=True)
class Finished:
    """One submission with everything that is recorded about it."""

    student: str
    identity: str
    label: str
    graded: Graded
    stamps: Mapping[str, Stamp]
    back_end: str
    late_hours: float = 0.0

    def record(self, gradebook: Gradebook) -> bool:
        """Add it to the gradebook; returns whether anything was new.

        Raises:
            NotWritten: when the gradebook takes no more.
        """
        return gradebook.record(
            self.student,
            self.identity,
            self.label,
            self.graded,
            back_end=self.back_end,
            stamps=self.stamps,
            late_hours=self.late_hours,
        )


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
    """Takes submissions through an engine.

    Args:
        engine: grades them, here or elsewhere.
        lesson_of: the lesson of a submission that does not tell, by student and identity; None passes the submission over.
        keep: takes each that is finished.
        late: hours after the deadline, by student.
        on_progress: called after each submission.
    """

    def __init__(
        self,
        engine: Engine,
        lesson_of: Callable[[str, str], str | None],
        keep: Callable[[Finished], object],
        *,
        late: Mapping[str, float] | None = None,
        on_progress: Callable[[], object] = lambda: None,
    ) -> None:
        self.engine, self.lesson_of, self.keep, self.on_progress = engine, lesson_of, keep, on_progress
        self.late, self.summary = late or {}, Summary()

    def grade(self, submissions: Iterable[Submission]) -> Summary:
        """Grade all that are not passed over. They are kept in the order given, whoever finishes first."""
        waiting: deque[tuple[Submission, str, Pending]] = deque()
        try:
            for submission in submissions:
                self._start(submission, waiting)
                while len(waiting) > 4 * self.engine.jobs:
                    self._finish(*waiting.popleft())
            while waiting:
                self._finish(*waiting.popleft())
        except BaseException:
            for _submission, _identity, pending in waiting:
                pending.cancel()
            raise
        return self.summary

    def _start(self, submission: Submission, waiting: deque[tuple[Submission, str, Pending]]) -> None:
        try:
            content = b"" if submission.problem else submission.read()
        except (OSError, zipfile.BadZipFile) as error:
            self._lost(submission, error)
            return
        identity = identity_of(content, submission.problem)
        chapter = self.lesson_of(submission.student, identity)
        if chapter is None:
            self.summary.passed_over += 1
            self.on_progress()
            return
        work = Work(submission.student, submission.stem, content, submission.problem, chapter)
        waiting.append((submission, identity, self.engine.submit(work)))

    def _finish(self, submission: Submission, identity: str, pending: Pending) -> None:
        try:
            graded = pending.result()
            stamps = stamps_of(graded.chapter)
        except Exception as error:  # a fault of ours or of the machine: this submission has no mark, the class goes on
            self._lost(submission, error)
            return
        late = self.late.get(submission.student, 0.0)
        self.keep(Finished(submission.student, identity, submission.name, graded, stamps, self.engine.back_end, late))
        self.summary.graded += 1
        self.on_progress()

    def _lost(self, submission: Submission, error: Exception) -> None:
        self.summary.failures.append(f"{submission.student}/{submission.name}: {type(error).__name__}: {error}")
        self.on_progress()
