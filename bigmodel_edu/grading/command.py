"""What ``bigmodel-edu grade`` does, step by step, and what it says while it works."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from bigmodel_edu.checking.showing import status_word
from bigmodel_edu.grading.clean import clean
from bigmodel_edu.grading.engines import Engine, Setting, open_engine, students_of
from bigmodel_edu.grading.gradebook import Gradebook, Row
from bigmodel_edu.grading.late import read_lateness
from bigmodel_edu.grading.pages import marks_csv, write_atomically, write_feedback
from bigmodel_edu.grading.report import class_report, needs_a_person, said_of
from bigmodel_edu.grading.run import ClassRun, Summary, class_key, usual_chapter
from bigmodel_edu.grading.statistics import misconception_counts
from bigmodel_edu.grading.submissions import Submission, find_submissions
from bigmodel_edu.language import _, plural
from bigmodel_edu.sandbox import Limits


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
        return Limits(wall_seconds=10 * self.timeout, call_seconds=self.timeout, cpu_seconds=10 * self.timeout, memory_mb=self.memory)


def grade_class(options: GradeOptions) -> list[str]:
    """Grade, write everything, print the summary; returns the submissions whose outcome could not be recorded."""
    console = Console(highlight=False)
    find_submissions(options.submissions)  # wrong usage must not leave a folder behind
    options.out.mkdir(parents=True, exist_ok=True)
    with Gradebook(options.out / "gradebook.db") as gradebook:
        summary = grade_into(options, gradebook, console)
        write_results(gradebook, options.out)
        _say(console, summary, gradebook, options.out)
    return summary.failures


def grade_into(options: GradeOptions, gradebook: Gradebook, console: Console) -> Summary:
    """Grade the submissions into a gradebook, with a progress bar."""
    submissions = find_submissions(options.submissions)
    students = students_of([submission.student for submission in submissions])
    setting = Setting(class_key(options.out, options.class_key), options.limits, students, options.sandbox)
    with console.status(_("Starting the sandbox")):
        engine = open_engine(options.engine, setting, options.jobs or os.cpu_count() or 1)
    try:
        _announce(console, submissions, engine)
        return _grade(console, options, gradebook, engine, submissions)
    finally:
        engine.close()


def write_results(gradebook: Gradebook, out: Path) -> None:
    """Write CSV, feedback and report from the gradebook, and from nothing else."""
    rows = gradebook.rows()
    write_atomically(out / "grades.csv", marks_csv(rows))
    write_feedback(out / "feedback", rows, gradebook.notes(), gradebook.decisions())
    write_atomically(out / "report.html", class_report(gradebook))


def _announce(console: Console, submissions: Sequence[Submission], engine: Engine) -> None:
    message = plural(
        "Grading {count} submission, isolation: {back_end}, {jobs} jobs",
        "Grading {count} submissions, isolation: {back_end}, {jobs} jobs",
        len(submissions),
    )
    console.print(message.format(count=len(submissions), back_end=engine.back_end, jobs=engine.jobs))
    if engine.back_end == "none":
        console.print(_("[bold]No isolation: student code can read, change and delete whatever you can.[/bold]"))


def _grade(console: Console, options: GradeOptions, gradebook: Gradebook, engine: Engine, submissions: Sequence[Submission]) -> Summary:
    columns = (TextColumn(" "), BarColumn(40), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("·"), TimeRemainingColumn())
    chapter = usual_chapter(submissions, options.assignment)
    late = read_lateness(options.late) if options.late else {}
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=len(submissions))
        run = ClassRun(gradebook, engine, chapter, again=options.again, late=late, on_progress=lambda: progress.advance(task))
        return run.grade(submissions)


def _say(console: Console, summary: Summary, gradebook: Gradebook, out: Path) -> None:
    rows = gradebook.rows()
    console.print(" " + _outcomes(rows))
    if summary.already:
        console.print(" " + _("{count} were recorded before and stay as they are").format(count=summary.already))
    common = [f"{said_of(exercise, name) or name} ({count})" for exercise, name, count in misconception_counts(rows)[:3]]
    if common:
        console.print(" " + _("Most common: {list}").format(list=" · ".join(common)), markup=False)
    attention = needs_a_person(rows, gradebook.notes())
    if attention:
        console.print(" " + _("To look at: {count} (report, section To look at)").format(count=len(attention)))
        for line in attention[:5]:
            console.print("   " + clean(line, 200), markup=False)
    console.print(f" {out}/grades.csv  {out}/feedback/  {out}/report.html", markup=False, soft_wrap=True)


def _outcomes(rows: Sequence[Row]) -> str:
    """How many submissions are complete, partly right, and so on: by the worst that needs a word."""
    by_submission: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        by_submission.setdefault((row.student, row.assignment), set()).add(row.status)
    counts = Counter(_word(statuses) for statuses in by_submission.values())
    return " · ".join(f"{count} {word}" for word, count in counts.most_common())


def _word(statuses: set[str]) -> str:
    if statuses <= {"passed"}:
        return _("complete")
    for single in ("unreadable", "not_attempted"):
        if statuses == {single}:
            return status_word(single)
    return _("partial")
