"""Regrade: grade again what was recorded, show what would change, and add it to the gradebook only when told to.

The trial is kept in memory. What is then recorded are further rounds of the marks concerned, one submission at a time, so that
whatever other commands record in the meantime stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.console import Console
from rich.table import Table

from bigmodel_edu.checking.showing import status_word
from bigmodel_edu.grading.class_run import Finished
from bigmodel_edu.grading.command import GradeOptions, run_class
from bigmodel_edu.grading.gradebook.gradebook import Gradebook, open_gradebook
from bigmodel_edu.grading.gradebook.rows import Mark
from bigmodel_edu.grading.reports.publishing import write_results
from bigmodel_edu.grading.reports.safe_text import clean
from bigmodel_edu.language import _, plural

MOST_SHOWN = 200


@dataclass(frozen=True)
class Change:
    """The grader's mark for one exercise before and after; ``before`` is None where there was none."""

    student: str
    exercise: str
    before: Mark | None
    after: Mark


def regrade_class(options: GradeOptions, apply: bool) -> list[str]:
    """Grade again what the gradebook knows and show the differences; with ``apply`` they are recorded.

    Returns:
        The submissions that could not be graded; while there are any, nothing is recorded.

    Raises:
        ValueError: when the folder has no gradebook or no class key.
        NotWritten: when the gradebook takes no more; what was recorded before stays.
        NotPublished: when a page could not be written; every mark is in the gradebook.
    """
    console = Console(highlight=False)
    with open_gradebook(options.out) as gradebook:
        key = options.class_key or options.out / "class.key"
        if not key.exists():
            raise ValueError(_("no class key at {key}: without the key of the first run other cases would be drawn").format(key=key))

        def lesson_of(student: str, identity: str) -> str | None:
            return next((assignment for assignment, _exercise in gradebook.marks_of(student, identity)), None)

        trial: list[Finished] = []
        summary = run_class(replace(options, class_key=key), console, lesson_of, trial.append)
        found = [change for finished in trial for change in changes(gradebook, finished)]
        _show(console, found, summary.passed_over)
        if apply and not summary.failures:
            _record(console, gradebook, trial)
            write_results(gradebook, options.out)
        elif apply:
            console.print(_("Nothing was recorded, because some submissions could not be graded."))
        elif found:
            console.print(_("Nothing was recorded; run again with --apply to record it."))
    return summary.failures


def changes(gradebook: Gradebook, finished: Finished) -> list[Change]:
    """The marks of one submission that differ in points, status or diagnosis from what the gradebook holds, or that are new."""
    before = gradebook.marks_of(finished.student, finished.identity)
    found = []
    for result in finished.graded.results:
        old = before.get((finished.graded.chapter, result.exercise))
        new = Mark(result.points, result.max_points, result.status, result.diagnosis)
        if old != new:
            found.append(Change(finished.student, result.exercise, old, new))
    return found


def _record(console: Console, gradebook: Gradebook, trial: Sequence[Finished]) -> None:
    count = sum(finished.record(gradebook) for finished in trial)
    if count:
        sentence = plural(
            "Recorded for {count} submission. The marks given before stay in the gradebook.",
            "Recorded for {count} submissions. The marks given before stay in the gradebook.",
            count,
        )
        console.print(sentence.format(count=count))


def _show(console: Console, found: Sequence[Change], unknown: int) -> None:
    if unknown:
        sentence = plural(
            "{count} submission is not in the gradebook yet: bigmodel-edu grade records it.",
            "{count} submissions are not in the gradebook yet: bigmodel-edu grade records them.",
            unknown,
        )
        console.print(sentence.format(count=unknown))
    if not found:
        console.print(_("No mark changes."))
        return
    table = Table(_("student"), _("exercise"), _("before"), _("after"))
    for change in found[:MOST_SHOWN]:
        before = _cell(change.before) if change.before else _("new")
        table.add_row(clean(change.student, 60), change.exercise, before, _cell(change.after))
    console.print(table)
    if len(found) > MOST_SHOWN:
        console.print(_("… and {count} more.").format(count=len(found) - MOST_SHOWN))
    console.print(plural("{count} mark changes.", "{count} marks change.", len(found)).format(count=len(found)))


def _cell(mark: Mark) -> str:
    diagnosis = f" ({mark.diagnosis})" if mark.diagnosis else ""
    return f"{mark.points:g}/{mark.max_points:g} {status_word(mark.status)}{diagnosis}"
