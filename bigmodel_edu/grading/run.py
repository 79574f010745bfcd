"""Grade a class: every submission once, in parallel, recorded in order, resumable at any instant."""

import secrets
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bigmodel_edu.checking.result import Result
from bigmodel_edu.grading.engine import Graded, NotebookGrader
from bigmodel_edu.grading.gradebook import Gradebook, content_hash
from bigmodel_edu.grading.reading import Unreadable, read_notebook
from bigmodel_edu.grading.recognise import exercises_of, recognise
from bigmodel_edu.grading.slicing import code_cells
from bigmodel_edu.grading.submissions import Submission
from bigmodel_edu.language import _
from bigmodel_edu.sandbox import Limits, Sandbox


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
        sandbox: open; shared by all jobs.
        jobs: how many submissions run at the same time.
        on_progress: called after each recorded submission.
    """

    def __init__(
        self,
        gradebook: Gradebook,
        sandbox: Sandbox,
        key: bytes,
        limits: Limits,
        *,
        jobs: int = 1,
        chapter: str = "",
        again: bool = False,
        on_progress: Callable[[Submission], None] = lambda _: None,
    ) -> None:
        self.gradebook, self.sandbox, self.key, self.limits = gradebook, sandbox, key, limits
        self.jobs, self.chapter, self.again, self.on_progress = jobs, chapter, again, on_progress
        self.summary = Summary()

    def grade(self, submissions: Sequence[Submission]) -> Summary:
        """Grade all; what was recorded before is passed over. Recording follows the order given, whoever finishes first."""
        students = sorted({submission.student for submission in submissions})
        chapter = usual_chapter(submissions, self.chapter)
        grader = NotebookGrader(self.sandbox, self.key, self.limits, students)
        waiting: deque[tuple[Submission, str, Future[Graded]]] = deque()
        with ThreadPoolExecutor(self.jobs, thread_name_prefix="grading") as pool:
            try:
                for submission in submissions:
                    self._start(pool, grader, chapter, submission, waiting)
                    while len(waiting) > 4 * self.jobs:
                        self._record(*waiting.popleft())
                while waiting:
                    self._record(*waiting.popleft())
            except BaseException:
                for _submission, _content, future in waiting:
                    future.cancel()
                raise
        return self.summary

    def _start(
        self,
        pool: ThreadPoolExecutor,
        grader: NotebookGrader,
        chapter: str,
        submission: Submission,
        waiting: deque[tuple[Submission, str, Future[Graded]]],
    ) -> None:
        try:
            content = b"" if submission.problem else submission.read()
        except OSError as error:
            self.summary.failures.append(f"{submission.student}/{submission.name}: {error}")
            self.on_progress(submission)
            return
        identity = content_hash(content or submission.problem.encode())
        if not self.again and self.gradebook.is_graded(submission.student, identity):
            self.summary.already += 1
            self.on_progress(submission)
            return
        waiting.append((submission, identity, pool.submit(_grade_one, grader, chapter, submission, content)))

    def _record(self, submission: Submission, identity: str, future: Future[Graded]) -> None:
        try:
            graded = future.result()
        except Exception as error:  # a fault of ours or of the machine: this submission has no mark, the class goes on
            self.summary.failures.append(f"{submission.student}/{submission.name}: {type(error).__name__}: {error}")
        else:
            versions = {exercise.id: exercise.version for exercise in exercises_of(graded.chapter)}
            self.gradebook.record(submission.student, identity, submission.name, graded, back_end=self.sandbox.backend, versions=versions)
            self.summary.graded += 1
        self.on_progress(submission)


def _grade_one(grader: NotebookGrader, chapter: str, submission: Submission, content: bytes) -> Graded:
    problem = submission.problem
    graded = _refused(submission, chapter) if problem else grader.grade(content, submission.student, submission.stem, chapter)
    if graded.results:
        return graded
    nothing = Result("", "unreadable", 0.0, 0.0, graded.notes or (_("No lesson was recognised in this notebook."),))
    return Graded(graded.chapter or submission.stem, (nothing,), graded.notes)


def _refused(submission: Submission, chapter: str) -> Graded:
    message = _("The submission was not read: {problem}.").format(problem=submission.problem)
    results = tuple(Result(each.id, "unreadable", 0.0, each.points, (message,)) for each in exercises_of(chapter))
    return Graded(chapter, results, (message,))
