"""What waits for a person: text answers with their rubric, and answers that are right for somebody else's numbers."""

from bigmodel_edu import exercises
from bigmodel_edu.grading.clean import clean
from bigmodel_edu.grading.gradebook import Gradebook
from bigmodel_edu.language import _


def waiting_for_a_marker(gradebook: Gradebook) -> str:
    """List every mark of status manual that no person has decided: the answer, and what its rubric asks for."""
    decided = {(each.student, each.exercise) for own in gradebook.decisions().values() for each in own}
    lines = []
    for row in gradebook.rows():
        if row.status != "manual" or (row.student, row.exercise) in decided:
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
