"""Mutation tests of the bank: every misconception must be rejected and named, the reference and right solutions accepted."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from bigmodel_edu.checking.at_hand import AnswerAtHand
from bigmodel_edu.checking.exercise import Exercise
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
        known = [(name or "reference", name, answer) for name, answer in exercise.known_answers(student)]
        further = [(name, None, answer) for name, answer in right] if known else []
        for name, expected, answer in [*further, *known]:
            trials.append(Trial(exercise.id, name, expected, exercise.judge(AnswerAtHand(answer), seed, student)))
    return trials


def answers_in(folder: Path, exercise: Exercise) -> ModuleType | None:
    """Further answers to an exercise, kept in ``<folder>/<chapter>/<exercise>.py``: right ones in ``RIGHT``, wrong ones in ``WRONG``.

    Args:
        folder: its files may import from each other, relatively.

    Returns:
        The module; None where there is none.
    """
    chapter, name = exercise.chapter.replace("-", "_"), exercise.id.split(".")[1]
    if not (folder / chapter / f"{name}.py").exists():
        return None
    sys.path.insert(0, str(folder.resolve().parent))
    try:
        return import_module(f"{folder.name}.{chapter}.{name}")
    finally:
        sys.path.pop(0)


def right_answers(folder: Path, exercise: Exercise) -> list[tuple[str, Callable[..., Any]]]:
    """The right answers of `answers_in`, each with the name of its function."""
    return [(answer.__name__, answer) for answer in getattr(answers_in(folder, exercise), "RIGHT", ())]
