"""The runs that one notebook needs: cells behind the wall, answers called there, results judged here.

A first run takes all exercises together. Whatever does not pass there is run again alone in a fresh process, so that one
exercise can neither spoil nor stop another; an exercise that passed has given right answers to inputs that it had never seen.
Only the exercise that is judged first needs no second run when the other cells do nothing but define: nothing has run before it.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bigmodel_edu.checking.exercise import Exercise
from bigmodel_edu.checking.kinds.texts import MAX_ANSWER
from bigmodel_edu.checking.result import Result
from bigmodel_edu.grading.marking.class_key import case_seed
from bigmodel_edu.grading.marking.inert import is_inert
from bigmodel_edu.grading.marking.sandboxed_answer import SandboxedAnswer
from bigmodel_edu.grading.marking.slicing import needed_cells
from bigmodel_edu.grading.marking.work import Setting
from bigmodel_edu.grading.submissions.code_cells import CodeCell
from bigmodel_edu.language import _
from bigmodel_edu.sandbox import Cell, CellOutcome, Sandbox, SessionLost

TRIES = 3  # of one run, when the worker ends in the midst of it


@dataclass
class Spent:
    """What the runs of one notebook used."""

    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    memory_mb: float = 0.0


class NotebookRuns:
    """The runs that one student's notebook needs.

    Args:
        sandbox: an open sandbox.
        setting: the class: its key, limits and students.
        student: whose notebook it is.
        cells: its code cells.
        exercises: what the lesson asks.
    """

    def __init__(self, sandbox: Sandbox, setting: Setting, student: str, cells: Sequence[CodeCell], exercises: Sequence[Exercise]) -> None:
        self.sandbox, self.setting, self.student, self.cells, self.exercises = sandbox, setting, student, cells, exercises
        self.slices = {exercise.id: needed_cells(cells, exercise.target) for exercise in exercises}
        self.spent = Spent()
        self.was_alone = ""  # the exercise whose first run was as good as one alone

    def results(self) -> tuple[Result, ...]:
        """Run and judge everything; one result for each exercise, in the lesson's order.

        Raises:
            SessionLost: when the worker ends at every try.
        """
        together = self._run_together()
        return tuple(self._finish(exercise, together.get(exercise.id)) for exercise in self.exercises)

    def _run_together(self) -> dict[str, Result]:
        attempted = [exercise for exercise in self.exercises if self.slices[exercise.id]]
        attempted.sort(key=lambda exercise: -exercise.points)  # what is worth most fails most often, and is best judged first
        wanted = {cell.cell.place for exercise in attempted for cell in self.slices[exercise.id]}
        if not wanted:
            return {}
        cells = [cell for cell in self.cells if cell.cell.place in wanted]
        first = attempted[0].id
        own = {cell.cell.place for cell in self.slices[first]}
        if all(is_inert(cell) for cell in cells if cell.cell.place not in own):
            self.was_alone = first
        return self._run(cells, [(exercise, exercise.target) for exercise in attempted])

    def _run(self, cells: Sequence[CodeCell], asked: Sequence[tuple[Exercise, str]]) -> dict[str, Result]:
        """Run cells in a fresh process and judge some answers in it. Raises: SessionLost when the worker ends each time."""
        for _again in range(TRIES - 1):
            with contextlib.suppress(SessionLost):
                return self._run_once(cells, asked)
        return self._run_once(cells, asked)

    def _run_once(self, cells: Sequence[CodeCell], asked: Sequence[tuple[Exercise, str]]) -> dict[str, Result]:
        results: dict[str, Result] = {}
        variants = {exercise.id: numbers for exercise in self.exercises if (numbers := exercise.numbers(self.student))}
        session = self.sandbox.open(self.setting.limits, variants=variants)
        try:
            timeout = max([self.setting.limits.call_seconds, *(exercise.making_seconds for exercise, _target in asked)])
            ran = session.run([Cell(str(cell.cell.place), cell.cell.source) for cell in cells], timeout)
            code = "\n".join(cell.text for cell in cells if cell.parses)
            for exercise, target in asked:
                if session.ended and results:
                    break  # what is left is run alone
                results[exercise.id] = self._judge(exercise, SandboxedAnswer(session, target, code), ran)
        finally:
            usage = session.close()
            self.spent.cpu_seconds += usage.cpu_seconds
            self.spent.wall_seconds += usage.wall_seconds
            self.spent.memory_mb = max(self.spent.memory_mb, usage.peak_memory_mb)
        return results

    def _judge(self, exercise: Exercise, answer: SandboxedAnswer, ran: Sequence[CellOutcome]) -> Result:
        result = exercise.judge(answer, case_seed(self.setting.key, self.student, exercise), self.student)
        result = _with_cell_errors(result, self.slices[exercise.id], ran)
        return replace(result, answer=result.answer or self._own_code(exercise, answer.target))

    def _finish(self, exercise: Exercise, together: Result | None) -> Result:
        """Give an exercise that did not pass its further chances: alone, with every cell, under the name that it was checked by."""
        if together is not None and together.status in ("passed", "manual"):
            return together
        tries = [together] if together is not None else []
        own = self.slices[exercise.id]
        in_company = len(self.exercises) > 1 and exercise.id != self.was_alone and (together is None or together.status != "not_attempted")
        if own and in_company:
            tries.append(self._run(own, [(exercise, exercise.target)])[exercise.id])
        if not _settled(tries) and self._missing_something(tries, own):
            tries.append(self._run(self._all_cells(), [(exercise, exercise.target)])[exercise.id])
        if not _settled(tries):
            tries += self._by_checked_name(exercise)
        best = max(tries, key=_merit, default=Result(exercise.id, "not_attempted", 0.0, exercise.points, (_("Not attempted yet."),)))
        return self._other_owner(exercise, best)

    def _own_code(self, exercise: Exercise, target: str) -> str:
        """The cells that define a function's or module's name: kept for whoever looks into a mark."""
        if not exercise.called:
            return ""
        return "\n".join(cell.cell.source for cell in self.cells if target in cell.defines)[:MAX_ANSWER]

    def _all_cells(self) -> list[CodeCell]:
        return [cell for cell in self.cells if cell.cell.role not in ("setup", "check")]

    def _missing_something(self, tries: Sequence[Result], own: Sequence[CodeCell]) -> bool:
        """Whether more cells could help: a name was missing, or a cell that does not parse here may define the target."""
        if any(result.status in ("timeout", "memory", "killed") for result in tries):
            return False
        if any("NameError" in message for result in tries for message in result.messages):
            return True
        return not own and any(not cell.parses for cell in self.cells)

    def _by_checked_name(self, exercise: Exercise) -> list[Result]:
        """An answer that stands in the check under another name, as in ``check("…", my_softmax)``."""
        names = [cell.checks[exercise.id] for cell in self.cells if exercise.id in cell.checks]
        name = names[-1] if names else ""
        if not name.isidentifier() or name == exercise.target:
            return []
        cells = needed_cells(self.cells, name)
        return [self._run(cells, [(exercise, name)])[exercise.id]] if cells else []

    def _other_owner(self, exercise: Exercise, result: Result) -> Result:
        if result.status != "failed" or exercise.called:
            return result
        try:
            value = float(result.answer)
        except ValueError:
            return result
        owners = exercise.owners(value, ["", *(name for name in self.setting.students if name != self.student)])
        if not owners:
            return result
        owner = owners[0] or _("the practice numbers")
        message = _("The answer is right for other numbers ({owner}). A person looks into it.").format(owner=owner)
        return replace(result, status="manual", diagnosis="other-variant", messages=(message,))


def _settled(tries: Sequence[Result]) -> bool:
    return any(result.status in ("passed", "manual") for result in tries)


def _merit(result: Result) -> tuple[float, bool, bool]:
    """The better of two results: more points; then one that explains itself; then one that was attempted at all."""
    return (result.points, result.diagnosis is not None, result.status != "not_attempted")


def _with_cell_errors(result: Result, cells: Sequence[CodeCell], ran: Sequence[CellOutcome]) -> Result:
    """Add what went wrong in the answer's own cells, when that is why there is nothing to judge."""
    if result.status in ("passed", "manual", "partial", "failed"):
        return result
    own = {str(cell.cell.place) for cell in cells}
    for outcome in ran:
        if outcome.error and outcome.id in own:
            error = outcome.error
            sentence = _("Cell {number} stopped with {type}: {message} (line {line}).").format(
                number=int(outcome.id) + 1, type=error.type, message=error.message, line=error.line or "?"
            )
            status = "error" if result.status == "not_attempted" else result.status
            return replace(result, status=status, messages=(sentence, *result.messages))
    return result
