"""What ``grade`` says in the terminal, before and after its work."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bigmodel_edu.checking.showing import status_word
from bigmodel_edu.grading.gradebook.records import Records
from bigmodel_edu.grading.gradebook.rows import Row
from bigmodel_edu.grading.reports.class_report import said_of
from bigmodel_edu.grading.reports.for_a_person import needs_a_person
from bigmodel_edu.grading.reports.safe_text import clean
from bigmodel_edu.grading.reports.statistics import misconception_counts
from bigmodel_edu.language import _, plural


def announce(console: Console, count: int, back_end: str, jobs: int) -> None:
    """Say what is about to be graded, and behind which wall."""
    sentence = plural(
        "Grading {count} submission, isolation: {back_end}, {jobs} jobs",
        "Grading {count} submissions, isolation: {back_end}, {jobs} jobs",
        count,
    )
    console.print(sentence.format(count=count, back_end=back_end, jobs=jobs))
    if back_end == "none":
        console.print(_("[bold]No isolation: student code can read, change and delete whatever you can.[/bold]"))


def say_outcomes(console: Console, records: Records, out: Path, recorded_before: int) -> None:
    """Say how the class did, what was common, what a person should look at, and where everything lies."""
    rows = records.rows()
    console.print(" " + _outcomes(rows))
    if recorded_before:
        sentence = plural(
            "{count} was recorded before and stays as it is", "{count} were recorded before and stay as they are", recorded_before
        )
        console.print(" " + sentence.format(count=recorded_before))
    common = [f"{said_of(exercise, name) or name} ({count})" for exercise, name, count in misconception_counts(rows)[:3]]
    if common:
        console.print(" " + _("Most common: {list}").format(list=" · ".join(common)), markup=False)
    attention = needs_a_person(rows, records.notes())
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
