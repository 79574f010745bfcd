"""What ``bigmodel-edu grade`` does, step by step."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bigmodel_edu.grading.class_run import ClassRun, Finished, Summary, usual_chapter
from bigmodel_edu.grading.gradebook.gradebook import Gradebook
from bigmodel_edu.grading.marking.class_key import class_key
from bigmodel_edu.grading.marking.engines import open_engine, students_of
from bigmodel_edu.grading.marking.work import Setting
from bigmodel_edu.grading.reports.publishing import write_results
from bigmodel_edu.grading.reports.summary import announce, say_outcomes
from bigmodel_edu.grading.submissions.collecting import find_submissions
from bigmodel_edu.grading.submissions.lateness import read_lateness
from bigmodel_edu.language import _
from bigmodel_edu.progress_bar import Progress
from bigmodel_edu.sandbox import Limits

LessonOf = Callable[[str, str], str | None]  # by student and identity: the lesson of what does not tell, None for what is passed over


@dataclass(frozen=True)
class GradeOptions:
    """The command line of ``grade``; see its ``--help``."""

    submissions: Path
    out: Path
    jobs: int | None = None
    engine: str = "local"
    sandbox: str = "auto"
    timeout: float = 20.0
    memory: int = 2_048
    class_key: Path | None = None
    assignment: str = ""
    again: bool = False
    late: Path | None = None

    @property
    def limits(self) -> Limits:
        """What one run of a notebook's cells may use."""
        return Limits(wall_seconds=10 * self.timeout, call_seconds=self.timeout, cpu_seconds=10 * self.timeout, memory_mb=self.memory)


def grade_class(options: GradeOptions) -> list[str]:
    """Grade, write everything, print the summary; returns the submissions whose outcome could not be recorded.

    Raises:
        NoSubmissions: when there is nothing to grade.
        ValueError: when an option or the folder for the results cannot be used.
        NotWritten: when the gradebook takes no more; what was recorded before stays.
        NotPublished: when a page could not be written; every mark is in the gradebook.
    """
    console = Console(highlight=False)
    submissions = find_submissions(options.submissions)  # wrong usage must not leave a folder behind
    late = read_lateness(options.late) if options.late else {}
    _make_folder(options.out)
    with Gradebook(options.out / "gradebook.db") as gradebook:
        usual = usual_chapter(submissions, options.assignment)

        def lesson_of(student: str, identity: str) -> str | None:
            return None if not options.again and gradebook.is_graded(student, identity) else usual

        summary = run_class(options, console, lesson_of, lambda finished: finished.record(gradebook), late)
        write_results(gradebook, options.out)
        say_outcomes(console, gradebook, options.out, summary.passed_over)
    return summary.failures


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sentence = _("the folder {folder} cannot be made ({reason}): choose another --out folder")
        raise ValueError(sentence.format(folder=folder, reason=error.strerror or error)) from error


def run_class(
    options: GradeOptions,
    console: Console,
    lesson_of: LessonOf,
    keep: Callable[[Finished], object],
    late: dict[str, float] | None = None,
) -> Summary:
    """Take the submissions through an engine, with a progress bar; ``keep`` gets each that is finished."""
    submissions = find_submissions(options.submissions)
    students = students_of([submission.student for submission in submissions])
    setting = Setting(class_key(options.out, options.class_key), options.limits, students, options.sandbox)
    with console.status(_("Starting the sandbox")):
        engine = open_engine(options.engine, setting, options.jobs or os.cpu_count() or 1)
    try:
        announce(console, len(submissions), engine.back_end, engine.jobs)
        with Progress(_("Grading"), len(submissions)) as progress:
            run = ClassRun(engine, lesson_of, keep, late=late, on_progress=progress.advance)
            return run.grade(submissions)
    finally:
        engine.close()
