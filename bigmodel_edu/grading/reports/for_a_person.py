"""What a person should look at: work that no machine could read or finish, and answers that only a person can judge."""

from collections.abc import Iterable, Mapping, Sequence

from bigmodel_edu import exercises
from bigmodel_edu.checking.showing import status_word
from bigmodel_edu.grading.gradebook.rows import Row
from bigmodel_edu.grading.reports.safe_text import clean
from bigmodel_edu.language import _

FOR_A_PERSON = ("unreadable", "killed", "memory", "manual")


def needs_a_person(rows: Sequence[Row], notes: Mapping[tuple[str, str], Sequence[str]]) -> list[str]:
    """One sentence for each mark or submission that somebody should look at; where a person decided, somebody has."""
    open_ones = {(row.student, row.assignment) for row in rows if row.decision is None}
    noted = {key: own for key, own in notes.items() if key in open_ones}
    lines = [f"{student}, {assignment}: {' '.join(own)}" for (student, assignment), own in noted.items()]
    for row in rows:
        said_in_notes = row.status == "unreadable" and (row.student, row.assignment) in noted
        if row.status in FOR_A_PERSON and not said_in_notes:
            message = row.messages[-1] if row.messages else ""
            lines.append(f"{row.student}, {row.exercise}: {status_word(row.status)}. {message}")
    return lines


def waiting_for_a_marker(rows: Iterable[Row]) -> str:
    """List every mark of status manual that no person has decided: the answer, and what its rubric asks for."""
    lines = []
    for row in rows:
        if row.status != "manual":
            continue
        lines.append(f"{clean(row.student, 100)}  {row.exercise}  (0 … {row.max_points:g})")
        lines += [f"    {clean(message, 300)}" for message in row.messages]
        lines += [f"    | {line}" for line in clean(row.answer).splitlines()]
        lines += [f"    – {line}" for line in _rubric(row.exercise)]
    return "\n".join(lines) or _("Nothing waits for a person.")


def _rubric(exercise_id: str) -> tuple[str, ...]:
    try:
        return exercises.find(exercise_id).rubric
    except exercises.UnknownExercise:
        return ()
