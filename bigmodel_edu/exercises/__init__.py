"""The bank of exercises: one module a chapter, and any number of private banks that plug in.

A plug-in is a package with an entry point in the group ``bigmodel_edu.exercises``; its name is a chapter, its value a module
whose attributes are `Exercise` objects.
"""

import pkgutil
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType

from bigmodel_edu.checking.exercise import Exercise

GROUP = "bigmodel_edu.exercises"


class UnknownExercise(KeyError):
    """Raised for an exercise or chapter that no bank holds."""

    def __str__(self) -> str:
        return str(self.args[0])


def find(exercise_id: str) -> Exercise:
    """Return one exercise.

    Raises:
        UnknownExercise: naming the chapter's exercises, or the known chapters.
    """
    chapter_name = exercise_id.split(".")[0]
    known = {exercise.id: exercise for exercise in chapter(chapter_name)}
    if exercise_id not in known:
        raise UnknownExercise(f"unknown exercise {exercise_id!r}; the chapter {chapter_name!r} has: {', '.join(known)}")
    return known[exercise_id]


def chapter(name: str) -> tuple[Exercise, ...]:
    """Return a chapter's exercises in the order in which the module defines them."""
    if name not in chapters():
        raise UnknownExercise(f"unknown chapter {name!r}; known chapters: {', '.join(chapters())}")
    return tuple(value for value in vars(_bank(name)).values() if isinstance(value, Exercise) and value.chapter == name)


@cache
def chapters() -> tuple[str, ...]:
    """The names of all chapters, those of plug-ins after our own."""
    own = [module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__)]
    return tuple(dict.fromkeys([*own, *(point.name for point in entry_points(group=GROUP))]))


@cache
def _bank(name: str) -> ModuleType:
    for point in entry_points(group=GROUP):
        if point.name == name:
            return point.load()
    return import_module(f"{__name__}.{name.replace('-', '_')}")
