"""The bank of exercises: one folder a chapter, one module and one page of words an exercise, and any number of private banks.

A chapter's folder names its exercises in the order of the lesson: ``EXERCISES = ("what_is_mixed", "causal_mask", …)``. Each has a
module ``<name>.py`` that defines ``EXERCISE``, and its words in ``<name>.md``; a choice or a text consists of words only.

A private bank is a package of the same form with an entry point in the group ``bigmodel_edu.exercises``: its name is a chapter, its
value the package.
"""

import pkgutil
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from bigmodel_edu.checking import from_words
from bigmodel_edu.checking.exercise import Exercise
from bigmodel_edu.checking.words import MalformedExercise

GROUP = "bigmodel_edu.exercises"


class UnknownExercise(KeyError):
    """Raised for an exercise or chapter that no bank holds."""

    def __str__(self) -> str:
        return str(self.args[0])


def find(exercise_id: str) -> Exercise:
    """Return one exercise.

    Raises:
        UnknownExercise: naming the chapter's exercises, or the known chapters.
        MalformedExercise: for one whose code or words cannot be used.
    """
    chapter_name, _dot, name = exercise_id.partition(".")
    bank = _bank(chapter_name)
    if name not in bank.EXERCISES:
        known = ", ".join(f"{chapter_name}.{each}" for each in bank.EXERCISES)
        raise UnknownExercise(f"unknown exercise {exercise_id!r}; the chapter {chapter_name!r} has: {known}")
    return _load(bank, chapter_name, name)


def chapter(name: str) -> tuple[Exercise, ...]:
    """Return a chapter's exercises in the order of the lesson. Raises: as `find`."""
    bank = _bank(name)
    return tuple(_load(bank, name, each) for each in bank.EXERCISES)


@cache
def chapters() -> tuple[str, ...]:
    """The names of all chapters, those of plug-ins after our own."""
    own = [module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__)]
    return tuple(dict.fromkeys([*own, *(point.name for point in entry_points(group=GROUP))]))


@cache
def _bank(name: str) -> ModuleType:
    if name not in chapters():
        raise UnknownExercise(f"unknown chapter {name!r}; known chapters: {', '.join(chapters())}")
    bank = next((point.load() for point in entry_points(group=GROUP) if point.name == name), None)
    bank = bank or import_module(f"{__name__}.{name.replace('-', '_')}")
    if not isinstance(getattr(bank, "EXERCISES", None), tuple):
        raise MalformedExercise(Path(bank.__file__ or name), 1, 'expected the exercises in order, as EXERCISES = ("first", "second")')
    return bank


@cache
def _load(bank: ModuleType, chapter_name: str, name: str) -> Exercise:
    place = Path(bank.__file__ or "").parent / name
    if place.with_suffix(".py").exists():
        exercise = getattr(import_module(f"{bank.__name__}.{name}"), "EXERCISE", None)
        if not isinstance(exercise, Exercise):
            said = f"expected EXERCISE = function(__file__, …) or another kind, got {exercise!r}"
            raise MalformedExercise(place.with_suffix(".py"), 1, said)
    else:
        exercise = from_words(place.with_suffix(".md"))
    if exercise.chapter != chapter_name:
        expected = f"{chapter_name}.{name}"
        raise MalformedExercise(place.with_suffix(".md"), 1, f"expected the title {expected!r}, got {exercise.id!r}")
    return exercise
