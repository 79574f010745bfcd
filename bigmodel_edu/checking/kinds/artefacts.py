"""Artefacts: submitted weights, judged on what they do, on data that the judge draws."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bigmodel_edu.calling import Outcome, Plain
from bigmodel_edu.checking.artefact import Budget, Refused, Verdict
from bigmodel_edu.checking.exercise import Answer, Exercise
from bigmodel_edu.checking.kinds.questions import unread
from bigmodel_edu.checking.kinds.texts import for_a_person
from bigmodel_edu.checking.result import Result
from bigmodel_edu.language import _

JUDGE_STREAM = 2_000  # apart from the streams of cases and properties


@dataclass(frozen=True, kw_only=True)
class Artefact(Exercise):
    """The answer is a trained model's weights, as plain arrays or the bytes of one file.

    Args:
        prompt: what is to be handed in.
        reference: makes weights that get full points, to test the judge with.
        measure: ``(weights, rng) -> Verdict``; it measures the submitted plain data on held-out data that it draws itself, and raises
            `Refused` for what it does not judge. Without it a person marks the artefact.
        budget: the most that the judge reads, told to a student whose weights could not even be read.
    """

    kind = "artefact"

    prompt: str = ""
    reference: Callable[[], Plain] | None = None
    measure: Callable[[Plain, np.random.Generator], Verdict] | None = None
    budget: Budget | None = None

    @property
    def making_seconds(self) -> float:
        return self.seconds  # the cells may train a model

    def prompt_for(self, student: str = "") -> str:
        return self.prompt

    def judge(self, answer: Answer, seed: int, student: str = "") -> Result:
        outcome = answer.value(self)
        if outcome.kind != "returned":
            return self._unread(outcome)
        got = outcome.value
        if got is None or (isinstance(got, (str, bytes, dict, list, tuple)) and not got):
            return self.not_attempted()
        if self.measure is None:
            return for_a_person(self.result("manual", 0.0, [_("Recorded. A person marks this answer.")]), got)
        try:
            verdict = self.measure(got, np.random.default_rng([seed, JUDGE_STREAM]))
        except Refused as refusal:
            said, diagnosis, hints = self._explained(refusal.diagnosis)
            return self.result("failed", 0.0, [str(refusal), *said], diagnosis, hints, answer=_identity(got))
        return self._result(verdict, _identity(got))

    def known_answers(self, student: str = "") -> Iterable[tuple[str | None, Any]]:
        if self.measure is None:
            return
        if self.reference is not None:
            yield None, self.reference()
        for misconception in self.misconceptions:
            for way in misconception.ways:
                yield misconception.name, way() if callable(way) else way

    def _unread(self, outcome: Outcome) -> Result:
        result = unread(self, outcome, _("it is too large, or it is not plain arrays or the bytes of one file"))
        if self.budget is None or result.status == "not_attempted":
            return result
        sentence = _("At most {size:,} bytes and {numbers:,} numbers in {arrays:,} arrays are allowed.")
        limits = sentence.format(size=self.budget.size, numbers=self.budget.numbers, arrays=self.budget.arrays)
        return replace(result, messages=(*result.messages, limits))

    def _result(self, verdict: Verdict, identity: str) -> Result:
        passed, total = sum(part.passed for part in verdict.parts), len(verdict.parts)
        points = round(self.points * passed / total, 2)
        if passed == total:
            return self.result("passed", self.points, verdict.measured, parts=verdict.parts, answer=identity)
        said, diagnosis, hints = self._explained(verdict.diagnosis or "")
        messages = [*verdict.measured, *said]
        return self.result("partial" if points else "failed", points, messages, diagnosis, hints, verdict.parts, identity)

    def _explained(self, name: str) -> tuple[tuple[str, ...], str | None, tuple[str, ...]]:
        """The sentence and the hints of a misconception, by its name."""
        found = self.misconception(name)
        return ((found.said,), name, found.hints) if found else ((), None, self.hints)


def _identity(got: Plain) -> str:
    """What is kept of the weights beside the mark: enough to see whether two submissions are the same."""
    digest = hashlib.sha256()
    if isinstance(got, bytes):
        digest.update(got)
    elif isinstance(got, dict):
        for name in sorted(map(str, got)):
            value = got.get(name)
            digest.update(name.encode("utf-8", "replace"))
            digest.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value)[:100].encode("utf-8", "replace"))
    else:
        return repr(got)[:100]
    return f"sha256:{digest.hexdigest()}"
