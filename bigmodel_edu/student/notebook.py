"""What a student calls in a notebook: `check`, `hint`, `progress`, `student`."""

import ast
import hashlib
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bigmodel_edu.checking.at_hand import AnswerAtHand
from bigmodel_edu.checking.exercise import Exercise
from bigmodel_edu.checking.result import Result
from bigmodel_edu.exercises import find
from bigmodel_edu.language import _
from bigmodel_edu.student.card import Card
from bigmodel_edu.student.course_map import CourseMap
from bigmodel_edu.student.memory import Attempts, Memory

MEMORY = Memory()


def check(exercise_id: str, answer: Any) -> Card:
    """Check an answer and show a card: what passed, the first thing that fails, and why it may be so.

    Args:
        exercise_id: as it stands in the notebook, such as ``"self-attention.causal_mask"``.
        answer: the function or class itself (not its result), or the value of a question.

    Raises:
        UnknownExercise: when no chapter has that exercise.
    """
    result = try_out(exercise_id, answer).result
    if result.status not in ("not_attempted", "unreadable"):
        old = MEMORY.load().get(exercise_id, Attempts())
        MEMORY.store(
            exercise_id,
            Attempts(old.count + 1, max(old.points, result.points), result.max_points, result.status, list(result.hints), 0),
        )
    return Card(result)


def try_out(exercise_id: str, answer: Any) -> Card:
    """Show the card that `check` would show, without counting it as an attempt: for examples of wrong answers.

    Raises:
        UnknownExercise: as `check`.
    """
    exercise = find(exercise_id)
    if exercise.called and not callable(answer):
        sentence = _('Pass the function itself, `check("{id}", {target})`, without calling it.')
        message = sentence.format(id=exercise_id, target=exercise.target)
        return Card(Result(exercise_id, "unreadable", 0.0, exercise.points, (message,)))
    return Card(exercise.judge(AnswerInNotebook(answer), practice_seed(exercise), student().name))


def practice_seed(exercise: Exercise) -> int:
    """The seed of the cases that everybody practises on; a grader draws others."""
    return int.from_bytes(hashlib.sha256(f"practice {exercise.id} {exercise.version}".encode()).digest()[:8], "big")


def hint(exercise_id: str) -> "Hint":
    """Give the next hint for the last answer that was checked: first a nudge, then where to look, then the place."""
    exercise = find(exercise_id)
    attempts = MEMORY.load().get(exercise_id)
    if attempts is None:
        return Hint(_('Try first: write your answer and run check("{id}", …). The hints depend on what you did.').format(id=exercise_id))
    if attempts.status == "passed":
        return Hint(_("Your last answer passed. You need no hint."))
    if attempts.status == "manual":
        return Hint(_("Your last answer is recorded, and a person marks it. There are no hints for it."))
    hints = attempts.hints or list(exercise.general_hints)
    if not hints:
        return Hint(_("There is no hint for this answer beyond what its card says."))
    step = min(attempts.hints_given, len(hints) - 1)
    attempts.hints_given = step + 1
    MEMORY.store(exercise_id, attempts)
    return Hint(_("Hint {step} of {count}: {text}").format(step=step + 1, count=len(hints), text=hints[step]))


@dataclass(frozen=True)
class Hint:
    """One hint; shown as plain text."""

    text: str

    def __repr__(self) -> str:
        return self.text


def progress() -> CourseMap:
    """Show the course map: every chapter's exercises and how far you are. Nothing leaves this computer."""
    return CourseMap(MEMORY.load(), MEMORY.problem)


@dataclass(frozen=True)
class Student:
    """Whose number questions a notebook shows."""

    name: str

    def variant(self, exercise_id: str) -> dict[str, Any]:
        """The numbers in this student's question."""
        return find(exercise_id).numbers(self.name)

    def question(self, exercise_id: str) -> Hint:
        """The question with this student's numbers."""
        return Hint(find(exercise_id).prompt_for(self.name))

    def __repr__(self) -> str:
        return _("Questions for {name}.").format(name=self.name) if self.name else _("Practice questions (no student name given).")


_CURRENT = Student("")


def student(name: str | None = None) -> Student:
    """Say who works in this notebook, or ask. Your number questions then have your own numbers.

    Use the id under which your class knows you; without one the practice numbers are shown.
    """
    global _CURRENT
    if name is not None:
        if not isinstance(name, str):
            raise TypeError(_("expected the student's id as a text, got {kind}").format(kind=type(name).__name__))
        _CURRENT = Student(name.strip())
    return _CURRENT


@dataclass(frozen=True)
class AnswerInNotebook(AnswerAtHand):
    """A student's answer, with the code of the cells that were run: an exercise may forbid names."""

    def source(self, exercise: Exercise) -> str:
        return _cells_run_so_far() or _source_of(self.answer)


def _cells_run_so_far() -> str:
    """Every cell that this kernel has run and that parses, in order; empty outside IPython."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is None:
        return ""
    cells = [shell.transform_cell(cell) for cell in shell.user_ns.get("In", [])]
    return "\n".join(cell for cell in cells if _parses(cell))


def _parses(code: str) -> bool:
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return True


def _source_of(answer: Callable[..., Any]) -> str:
    """The definition alone, with the imports that its module made."""
    try:
        module = inspect.getmodule(answer)
        return inspect.getsource(module) if module else inspect.getsource(answer)
    except (OSError, TypeError):
        return ""
