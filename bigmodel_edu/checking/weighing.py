"""Mark an artefact: submitted weights, judged on what they do, on data that the judge draws."""

import hashlib
from typing import Any

import numpy as np

from bigmodel_edu.calling import Outcome, Plain
from bigmodel_edu.checking.artefact import Refused, Verdict
from bigmodel_edu.checking.exercise import Exercise
from bigmodel_edu.checking.questions import unread
from bigmodel_edu.checking.result import Result
from bigmodel_edu.language import _

JUDGE_STREAM = 2_000  # apart from the streams of cases and properties


def judge_weights(exercise: Exercise, outcome: Outcome, seed: int) -> Result:
    """Mark an artefact that was read from the notebook; the same seed draws the same held-out data."""
    if outcome.kind != "returned":
        return unread(exercise, outcome)
    got = outcome.value
    if got is None or (isinstance(got, (str, bytes, dict, list, tuple)) and not got):
        return Result(exercise.id, "not_attempted", 0.0, exercise.points, (_("Not attempted yet."),))
    assert exercise.judge_artefact is not None
    try:
        verdict = exercise.judge_artefact(got, np.random.default_rng([seed, JUDGE_STREAM]))
    except Refused as refusal:
        said, diagnosis, hints = _explained(exercise, refusal.diagnosis)
        return Result(exercise.id, "failed", 0.0, exercise.points, (str(refusal), *said), diagnosis, hints, answer=_identity(got))
    return _result(exercise, verdict, _identity(got))


def _result(exercise: Exercise, verdict: Verdict, identity: str) -> Result:
    passed, total = sum(part.passed for part in verdict.parts), len(verdict.parts)
    points = round(exercise.points * passed / total, 2)
    if passed == total:
        return Result(exercise.id, "passed", exercise.points, exercise.points, verdict.measured, parts=verdict.parts, answer=identity)
    said, diagnosis, hints = _explained(exercise, verdict.diagnosis or "")
    status: Any = "partial" if points else "failed"
    return Result(exercise.id, status, points, exercise.points, (*verdict.measured, *said), diagnosis, hints, verdict.parts, identity)


def _explained(exercise: Exercise, name: str) -> tuple[tuple[str, ...], str | None, tuple[str, ...]]:
    """The sentence and the hints of a misconception, by its name."""
    for misconception in exercise.misconceptions:
        if misconception.name == name:
            return (misconception.said,), name, misconception.hints
    return (), None, exercise.hints


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
