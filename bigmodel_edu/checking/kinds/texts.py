"""Texts: an answer in words, kept for a person who marks it by a rubric."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bigmodel_edu.calling import Plain
from bigmodel_edu.checking.kinds.questions import Question
from bigmodel_edu.checking.result import Result
from bigmodel_edu.language import _

MAX_ANSWER = 20_000  # characters that are kept for whoever marks or looks into an answer


@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """The answer is a text.

    Args:
        rubric: what a marker looks for.
    """

    kind = "text"

    rubric: tuple[str, ...] = ()

    def judge_value(self, got: Plain, student: str) -> Result:
        return for_a_person(self.result("manual", 0.0, [_("Recorded. A person marks this answer.")]), got)

    def known_answers(self, student: str = "") -> Iterable[tuple[str | None, Any]]:
        return ()


def for_a_person(result: Result, got: Plain) -> Result:
    """Keep the answer beside its result, for whoever marks it."""
    return replace(result, answer=str(got)[:MAX_ANSWER])
