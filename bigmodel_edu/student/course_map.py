"""The course map: how far a student is, chapter by chapter."""

from collections.abc import Mapping

from bigmodel_edu.checking.showing import sign_of, status_word
from bigmodel_edu.escaping import for_html
from bigmodel_edu.language import _
from bigmodel_edu.student.memory import Attempts


def best_status(entry: Attempts) -> str:
    """The state that goes with the best points: what passed once stays passed, whatever was tried since."""
    if entry.points >= entry.max_points > 0:
        return "passed"
    return "partial" if entry.points > 0 else entry.status


class CourseMap:
    """What `progress` shows: a table of the exercises that were tried, with points and attempts, grouped by chapter."""

    def __init__(self, attempts: Mapping[str, Attempts], problem: str = "") -> None:
        self.attempts = dict(sorted(attempts.items()))
        self.problem = problem

    def __repr__(self) -> str:
        if not self.attempts:
            return "\n".join([_("No exercise tried yet."), *self._notes()])
        lines = []
        for name, entry in self.attempts.items():
            status = best_status(entry)
            sign = sign_of(status)
            lines.append(f"{sign} {name}: {status_word(status)}, {entry.points:g}/{entry.max_points:g}, {self._count(entry)}")
        return "\n".join([self._total(), *lines, *self._notes()])

    def _repr_html_(self) -> str:
        notes = "".join(f"<p>{for_html(note)}</p>" for note in self._notes())
        if not self.attempts:
            nothing = _("No exercise tried yet.")
            return f"<p>{for_html(nothing)}</p>{notes}"
        head = "".join(f"<th scope='col'>{for_html(name)}</th>" for name in (_("Exercise"), _("State"), _("Points"), _("Attempts")))
        rows = "".join(self._row(name, entry) for name, entry in self.attempts.items())
        return f"<table><caption>{for_html(self._total())}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{notes}"

    def _row(self, name: str, entry: Attempts) -> str:
        status = best_status(entry)
        sign = sign_of(status)
        state = f"<span aria-hidden='true'>{sign}</span> {for_html(status_word(status))}"
        cells = (state, f"{entry.points:g}/{entry.max_points:g}", str(entry.count))
        return f"<tr><th scope='row'>{for_html(name)}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"

    def _count(self, entry: Attempts) -> str:
        return _("attempts: {count}").format(count=entry.count)

    def _total(self) -> str:
        points, most = sum(entry.points for entry in self.attempts.values()), sum(entry.max_points for entry in self.attempts.values())
        passed = sum(best_status(entry) == "passed" for entry in self.attempts.values())
        return _("{passed} of {tried} exercises passed, {points:g} of {most:g} points.").format(
            passed=passed, tried=len(self.attempts), points=points, most=most
        )

    def _notes(self) -> list[str]:
        return [_("Attempts are kept only until the kernel ends: {problem}").format(problem=self.problem)] if self.problem else []
