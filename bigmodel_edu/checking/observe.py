"""One case: what the reference gives, what the answer did, and how the two differ."""

from dataclasses import dataclass

from bigmodel_edu.calling import Outcome, Plain
from bigmodel_edu.checking.called import Called, Case
from bigmodel_edu.checking.compare import Difference, compare
from bigmodel_edu.checking.describe import describe_case
from bigmodel_edu.language import _


@dataclass(frozen=True)
class Observation:
    """One case, what the reference gives and what the answer did; ``difference`` is None when they agree."""

    case: Case
    expected: Plain
    outcome: Outcome
    difference: Difference | None

    @property
    def passed(self) -> bool:
        return self.outcome.kind == "returned" and self.difference is None


def expected_in(exercise: Called, case: Case) -> Plain:
    """What the reference gives in a case.

    Raises:
        RuntimeError: when the reference fails; that is a mistake in the exercise.
    """
    reference = exercise.call(exercise.reference, case)
    if reference.kind != "returned":
        raise RuntimeError(f"{exercise.id}: the reference fails on its own inputs ({describe_case(exercise, case)}): {reference.error}")
    return reference.value


def observe(exercise: Called, case: Case, expected: Plain, outcome: Outcome) -> Observation:
    """Compare what an answer did in a case with what is expected of it."""
    difference = None
    if outcome.kind == "returned":
        difference = agreement(exercise, expected, outcome.value)
        if difference is None and outcome.changed and not exercise.in_place:
            names = ", ".join(f"`{name}`" for name in outcome.changed)
            difference = Difference("changed", _("Your answer changed its input {names} in place; work on a copy.").format(names=names))
    return Observation(case, expected, outcome, difference)


def agreement(exercise: Called, expected: Plain, got: Plain) -> Difference | None:
    """Compare by the exercise's own rule, or by value."""
    if exercise.agree is None:
        return compare(expected, got, relative=exercise.relative, absolute=exercise.absolute)
    try:
        sentence = exercise.agree(expected, got)
    except (TypeError, ValueError, AttributeError, IndexError, KeyError):  # a rule written for arrays meets a text: the answer's fault
        difference = compare(expected, got, relative=exercise.relative, absolute=exercise.absolute)
        return difference or Difference("type", _("Your answer has not the expected form."))
    return Difference("value", sentence) if sentence else None
