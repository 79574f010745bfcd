"""What numbers, choices and texts share: an answer that is read from the notebook, and numbers that may differ for each student."""

import hashlib
from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bigmodel_edu.calling import Outcome, Plain
from bigmodel_edu.checking.compare import Difference
from bigmodel_edu.checking.describe import describe_outcome
from bigmodel_edu.checking.exercise import Answer, Exercise
from bigmodel_edu.checking.result import Part, Result, Status
from bigmodel_edu.language import _

ENDS: dict[str, Status] = {"raised": "error", "timeout": "timeout", "memory": "memory"}
LONGEST_ANSWER = 200  # characters of an answer that are kept beside its mark


@dataclass(frozen=True, kw_only=True)
class Question(Exercise):
    """A question whose answer is read.

    Args:
        prompt: the question, with ``{name}`` where one of the student's numbers stands.
    """

    prompt: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.prompt:
            raise ValueError(f"{self.id}: a {self.kind} needs a prompt")

    def prompt_for(self, student: str = "") -> str:
        return self.prompt.format(**self.numbers(student))

    def judge(self, answer: Answer, seed: int, student: str = "") -> Result:
        outcome = answer.value(self)
        if outcome.kind != "returned":
            return self.unread(outcome)
        got = outcome.value
        if got is None or (isinstance(got, str) and not got.strip()):
            return self.not_attempted()
        return self.judge_value(got, student)

    @abstractmethod
    def judge_value(self, got: Plain, student: str) -> Result:
        """Mark a value that was read from the notebook."""

    def unread(self, outcome: Outcome) -> Result:
        """The notebook gave no value: the name is missing, it cannot be read, or the process that ran it came to an end."""
        return unread(self, outcome, _("it is too large, or it is not a plain number or text"))


def unread(exercise: Exercise, outcome: Outcome, otherwise: str) -> Result:
    """The result where a notebook gave no value.

    Args:
        otherwise: what may be the cause where the outcome does not tell; the grader passes on no words of a submission.
    """
    if outcome.kind == "missing":
        return exercise.not_attempted()
    sentence = describe_outcome(exercise, outcome)
    if outcome.kind == "raised":
        told = outcome.error.message.strip().rstrip(".") if outcome.error else ""
        sentence = _("`{target}` cannot be read: {message}.").format(target=exercise.target, message=told or otherwise)
    return exercise.result(ENDS.get(outcome.kind, "killed"), 0.0, [sentence], hints=exercise.hints)


@dataclass(frozen=True, kw_only=True)
class RightOrWrong(Question):
    """A question with one right answer, for each student's numbers."""

    @abstractmethod
    def right_answer(self, student: str = "") -> Plain:
        """The right answer to a student's question."""

    @abstractmethod
    def difference(self, expected: Plain, got: Plain) -> Difference | None:
        """How an answer differs from the expected one; None when it agrees."""

    @abstractmethod
    def wrong_answers(self, wrong: Any, student: str) -> Plain:
        """What a misconception answers to a student's question."""

    def known_answers(self, student: str = "") -> Iterable[tuple[str | None, Any]]:
        yield None, self.right_answer(student)
        for misconception in self.misconceptions:
            for way in misconception.ways:
                yield misconception.name, self.wrong_answers(way, student)

    def judge_value(self, got: Plain, student: str) -> Result:
        difference = self.difference(self.right_answer(student), got)
        if difference is None:
            result = self.result("passed", self.points, [_("Right.")], parts=[Part("", True)])
        else:
            result = self._wrong(got, difference, student)
        return replace(result, answer=repr(got)[:LONGEST_ANSWER])

    def _wrong(self, got: Plain, difference: Difference, student: str) -> Result:
        messages, diagnosis, hints = [difference.message], None, self.general_hints
        for misconception in self.misconceptions:
            if any(self.difference(self.wrong_answers(way, student), got) is None for way in misconception.ways):
                messages, diagnosis, hints = [*messages, misconception.said], misconception.name, misconception.hints
                break
        return self.result("failed", 0.0, messages, diagnosis, hints, [Part("", False)])


def numbers_of(exercise_id: str, variant: Callable[[np.random.Generator], dict[str, Any]] | None, student: str) -> dict[str, Any]:
    """Draw a student's numbers; the same for every class and year, so that nobody needs a key to see the own question."""
    if variant is None:
        return {}
    digest = hashlib.sha256(f"{student}\n{exercise_id}".encode()).digest()
    return variant(np.random.default_rng(int.from_bytes(digest[:8], "big")))
