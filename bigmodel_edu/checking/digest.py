"""A digest of what decides an exercise's marks: its cases, its reference's results, its mistakes and how they are judged.

Words are no part of it. Numbers count to three significant digits of the largest beside them, so that neither the number of
threads nor the way in which a machine sums decides; shapes, types and whole numbers count exactly.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from bigmodel_edu.calling import AsTensor, Other, Outcome, Plain
from bigmodel_edu.checking.at_hand import AnswerAtHand
from bigmodel_edu.checking.called import Called
from bigmodel_edu.checking.exercise import Exercise

SEED = 20_261_130  # of the cases; any number does, but always the same
RULES = ("relative", "absolute", "in_place", "draws")  # of comparing, for the kinds that have them
STUDENTS = ("", "ada", "s017")  # whose variants of a question are looked at
DIGITS = 3
LEAST_SCALE = 1e-6  # what is smaller than this is what rounding left of a zero
OFFSET = 0.618  # round numbers and halves lie in the midst of a step, never on its edge
SAMPLES = 64  # of a larger array, evenly spread, beside its mean: the fewer numbers, the fewer lie on the edge of a step


def digest_of(exercise: Exercise) -> str:
    """Return 16 hexadecimal digits that change when the exercise may mark an answer differently.

    Raises:
        RuntimeError: when the exercise's own reference fails.
    """
    digest = hashlib.sha256()
    for fact in _facts(exercise):
        digest.update(fact.encode("utf-8", "replace") + b"\n")
    return digest.hexdigest()[:16]


def read_digests(path: Path) -> dict[str, tuple[int, str]]:
    """Read a file of digests: version and digest of each exercise, by id."""
    return {name: (version, digest) for name, (version, digest) in json.loads(path.read_text(encoding="utf-8")).items()}


def digests_text(digests: dict[str, tuple[int, str]]) -> str:
    """The text of a file of digests: one line for each exercise, so that a difference shows what changed."""
    lines = [f"{json.dumps(name)}: {json.dumps(list(entry))}" for name, entry in sorted(digests.items())]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _facts(exercise: Exercise) -> Iterator[str]:
    yield f"{exercise.kind} {exercise.target} {exercise.points:g} {[said(getattr(exercise, rule, None)) for rule in RULES]}"
    yield f"{sorted(getattr(exercise, 'options', ()))}"
    cases = []
    if isinstance(exercise, Called):
        yield f"{sorted(exercise.bans)} {list(exercise.core)} {list(exercise.edges)}"
        cases = list(exercise.draw(SEED))
        yield from (f"{case.group}: {said(case.call.args)} {said(dict(case.call.kwargs))}" for case in cases)
    for student in STUDENTS if exercise.numbers() else STUDENTS[:1]:
        yield f"{student!r}: {said(exercise.numbers(student))}"
        for name, answer in exercise.known_answers(student):
            yield f"{name}: {_verdict(exercise, answer, student)}"
            if isinstance(exercise, Called):
                yield from (_outcome(exercise.call(answer, case)) for case in cases)
            elif exercise.kind != "artefact":  # weights come out of a training: only how they are judged is the same everywhere
                yield said(answer)


def _verdict(exercise: Exercise, answer: Any, student: str) -> str:
    """How an answer is marked: this depends on properties, on an own rule of comparing and on an artefact's judge as well."""
    result = exercise.judge(AnswerAtHand(answer), SEED, student)
    return f"{result.status} {result.points:g} {result.diagnosis} {[part.passed for part in result.parts]}"


def _outcome(outcome: Outcome) -> str:
    raised = outcome.error.type if outcome.error else ""
    return f"{outcome.kind} {raised} {said(outcome.value)} {sorted(outcome.changed)}"


def said(value: Plain) -> str:
    """Say a plain value so that the same value is said the same way everywhere.

    >>> said(0.1 + 0.2) == said(0.3), said([1.0, 1e-12]) == said([1.0, -1e-12]), said(1) == said(1.0)
    (True, True, False)
    """
    if isinstance(value, AsTensor):
        return f"tensor {said(value.array)}"
    if isinstance(value, (float, complex)):
        return f"{'float' if isinstance(value, float) else 'complex'} {_rounded(np.array([value]))}"
    if isinstance(value, np.ndarray):
        return f"{value.dtype.str} {value.shape} {_rounded(value.ravel())}"
    if isinstance(value, (list, tuple)) and value and all(isinstance(item, float) for item in value):
        return f"{type(value).__name__} of float {_rounded(np.array(value))}"
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__} [{', '.join(map(said, value))}]"
    if isinstance(value, (set, frozenset)):
        return f"set [{', '.join(sorted(map(said, value)))}]"
    if isinstance(value, dict):
        return f"dict [{', '.join(f'{said(key)}: {said(item)}' for key, item in value.items())}]"
    return value.type_name if isinstance(value, Other) else repr(value)


def _rounded(values: np.ndarray) -> str:
    """Numbers as steps of the third digit of the largest; the digest of their bytes when they are whole."""
    if values.dtype.kind == "c":
        return f"{_rounded(values.real)} {_rounded(values.imag)}"
    if values.dtype.kind != "f":
        return hashlib.sha256(values.tobytes()).hexdigest()
    wide = values.astype(np.float64)
    if wide.size > SAMPLES:
        places = np.linspace(0, wide.size - 1, SAMPLES).astype(int)
        wide = np.append(wide[places], wide[np.isfinite(wide)].sum() / wide.size)
    finite = np.isfinite(wide)
    largest = max(float(np.abs(wide[finite]).max(initial=0.0)), LEAST_SCALE)
    exponent = int(f"{largest:.{DIGITS - 1}e}".split("e")[1]) - DIGITS + 1
    steps = np.floor(np.where(finite, wide, 0.0) / 10.0**exponent + OFFSET)
    odd = [str(number) for number in wide[~finite]]
    return f"e{exponent} {[int(step) for step in steps]} {odd}"
