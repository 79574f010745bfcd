"""Mutation tests of the bank: every misconception must be rejected and named, the reference and right solutions accepted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bigmodel_edu.checking.at_hand import AnswerAtHand
from bigmodel_edu.checking.exercise import Exercise
from bigmodel_edu.checking.judge import judge
from bigmodel_edu.checking.questions import right_answer, variant_of
from bigmodel_edu.checking.result import Result


@dataclass(frozen=True)
class Trial:
    """One known answer and how it was marked; ``expected`` is the misconception's name, or None for a right answer."""

    exercise: str
    name: str
    expected: str | None
    result: Result

    @property
    def ok(self) -> bool:
        if self.expected is None:
            return self.result.passed
        return not self.result.passed and self.result.diagnosis == self.expected


def try_exercise(exercise: Exercise, seeds: Iterable[int], right: Iterable[tuple[str, Callable[..., Any]]] = ()) -> list[Trial]:
    """Mark the reference, further right answers and every misconception, once for each seed."""
    trials = []
    for seed in seeds:
        student = f"student {seed}"
        if exercise.kind == "text" or (exercise.kind == "artefact" and exercise.judge_artefact is None):
            continue
        reference = exercise.reference if exercise.called else right_answer(exercise, student)
        for name, answer in [("reference", reference), *right]:
            trials.append(Trial(exercise.id, name, None, judge(exercise, AnswerAtHand(answer), seed, student)))
        for misconception in exercise.misconceptions:
            for wrong in misconception.ways:
                if not exercise.called and callable(wrong):
                    wrong = wrong(**variant_of(exercise, student))
                result = judge(exercise, AnswerAtHand(wrong), seed, student)
                trials.append(Trial(exercise.id, misconception.name, misconception.name, result))
    return trials
