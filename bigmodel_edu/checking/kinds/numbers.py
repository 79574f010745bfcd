"""Numbers: a computed value, with numbers of each student's own in the question."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from bigmodel_edu.calling import Plain
from bigmodel_edu.checking.compare import Difference, compare
from bigmodel_edu.checking.kinds.questions import RightOrWrong, numbers_of
from bigmodel_edu.language import _

MOST_NUDGES = 3  # of the misconceptions' first hints, in a hint for an answer that matches none of them


@dataclass(frozen=True, kw_only=True)
class Number(RightOrWrong):
    """The answer is one number.

    Args:
        reference: the right number: a function of the student's numbers, or a value.
        variant: ``(rng) -> dict`` of the numbers in the question.
        relative, absolute: tolerance.
    """

    kind = "number"

    reference: Callable[..., float] | float
    variant: Callable[[np.random.Generator], dict[str, Any]] | None = None
    relative: float = 1e-4
    absolute: float = 1e-5

    def numbers(self, student: str = "") -> dict[str, Any]:
        return numbers_of(self.id, self.variant, student)

    def right_answer(self, student: str = "") -> Plain:
        return self.wrong_answers(self.reference, student)

    def wrong_answers(self, wrong: Any, student: str) -> Plain:
        return wrong(**self.numbers(student)) if callable(wrong) else wrong

    def difference(self, expected: Plain, got: Plain) -> Difference | None:
        difference = compare(expected, got, relative=self.relative, absolute=self.absolute)
        if difference is not None and difference.kind in ("type", "shape"):
            return Difference("type", _("`{target}` is not a number. Write one like 12.5, without a unit.").format(target=self.target))
        return difference

    def owners(self, got: Plain, students: Iterable[str]) -> list[str]:
        if self.variant is None:
            return []
        return [each for each in students if self.difference(self.right_answer(each), got) is None]

    @property
    def general_hints(self) -> tuple[str, ...]:
        """The exercise's own hints, else general ones that give nothing away."""
        if self.hints:
            return self.hints
        own = _(' Your numbers: student().variant("{id}").').format(id=self.id) if self.variant else ""
        nudges = list(dict.fromkeys(each.hints[0] for each in self.misconceptions if each.hints[0].endswith("?")))[:MOST_NUDGES]
        return (
            _("Read the question again, word by word: what is counted, and in which unit?") + own,
            *([_("Questions that helped with other wrong numbers: {questions}").format(questions=" ".join(nudges))] if nudges else []),
            _(
                "Compute in small steps, each in a line of its own, and print each step with its unit. "
                "Which step has a size that cannot be?"
            ),
        )
