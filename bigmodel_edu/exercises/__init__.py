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
from bigmodel_edu.language import _

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
        sentence = _("unknown exercise {exercise!r}; the chapter {chapter!r} has: {known}")
        raise UnknownExercise(sentence.format(exercise=exercise_id, chapter=chapter_name, known=known))
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
        raise UnknownExercise(_("unknown chapter {name!r}; known chapters: {known}").format(name=name, known=", ".join(chapters())))
    bank = next((point.load() for point in entry_points(group=GROUP) if point.name == name), None)
    bank = bank or import_module(f"{__name__}.{name.replace('-', '_')}")
    if not isinstance(getattr(bank, "EXERCISES", None), tuple):
        expected = _('expected the exercises in order, as EXERCISES = ("first", "second")')
        raise MalformedExercise(Path(bank.__file__ or name), 1, expected)
    return bank


@cache
def _load(bank: ModuleType, chapter_name: str, name: str) -> Exercise:
    place = Path(bank.__file__ or "").parent / name
    if place.with_suffix(".py").exists():
        exercise = getattr(import_module(f"{bank.__name__}.{name}"), "EXERCISE", None)
        if not isinstance(exercise, Exercise):
            expected = _("expected EXERCISE = function(__file__, …) or another kind, got {found!r}").format(found=exercise)
            raise MalformedExercise(place.with_suffix(".py"), 1, expected)
    else:
        exercise = from_words(place.with_suffix(".md"))
    if exercise.chapter != chapter_name:
        expected = _("expected the title {wanted!r}, got {found!r}").format(wanted=f"{chapter_name}.{name}", found=exercise.id)
        raise MalformedExercise(place.with_suffix(".md"), 1, expected)
    return exercise
