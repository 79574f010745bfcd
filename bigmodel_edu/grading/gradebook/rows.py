"""What the gradebook gives out: marks, and the decisions of people that count over them."""

from dataclasses import dataclass, replace

from bigmodel_edu.checking.result import Part, Result, Status
from bigmodel_edu.language import _


@dataclass(frozen=True)
class Decision:
    """A mark that a person gave: a text answer, or an override with its reason."""

    student: str
    assignment: str
    exercise: str
    points: float
    reason: str
    marker: str

    @property
    def sentence(self) -> str:
        """Who marked it and why, as the student reads it."""
        return _("Marked by {marker}: {reason}").format(marker=self.marker, reason=self.reason)


@dataclass(frozen=True)
class Mark:
    """What the grader gave for one exercise of one submission."""

    points: float
    max_points: float
    status: Status
    diagnosis: str | None


@dataclass(frozen=True)
class Row:
    """One current mark: what counts today for one student and exercise.

    Where a person decided, points and status are the person's; ``graded_points`` keeps what the grader gave.
    """

    student: str
    assignment: str
    exercise: str
    points: float
    max_points: float
    status: Status
    diagnosis: str | None
    messages: tuple[str, ...]
    parts: tuple[Part, ...]
    answer: str
    graded_points: float
    late_hours: float
    decision: Decision | None = None

    @property
    def result(self) -> Result:
        """The mark as the card shows it."""
        return Result(self.exercise, self.status, self.points, self.max_points, self.messages, self.diagnosis, parts=self.parts)


def decided(row: Row, decision: Decision) -> Row:
    """Return what counts after a person's decision: the points decide which status the row shows, and the person's reason comes first.

    What the grader had found out stays only where it still explains the points: not beside full points, and not where the grader had
    left the answer to a person.
    """
    overruled = decision.points >= row.max_points or row.status == "manual"
    return replace(
        row,
        points=decision.points,
        status="passed" if decision.points >= row.max_points else "partial" if decision.points > 0 else "failed",
        diagnosis=None if overruled else row.diagnosis,
        messages=(decision.sentence,) if overruled else (decision.sentence, *row.messages),
        decision=decision,
    )
