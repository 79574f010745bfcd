"""By what an exercise was marked: its version, its digest and the grader's version. A mark with another stamp is out of date."""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from bigmodel_edu import __version__, exercises
from bigmodel_edu.checking.digest import digest_of, read_digests
from bigmodel_edu.checking.exercise import Exercise
from bigmodel_edu.grading.submissions.recognising import exercises_of

DIGESTS = Path(exercises.__file__).with_name("digests.json")  # of our own bank; a test keeps it true


@dataclass(frozen=True)
class Stamp:
    """What stands beside each mark in the gradebook."""

    version: int = 1
    digest: str = ""
    grader: str = __version__


def stamps_of(chapter: str) -> dict[str, Stamp]:
    """Today's stamp of each exercise of a lesson; for a notebook without a lesson, that of the one mark which says so."""
    found = {exercise.id: Stamp(exercise.version, _digest(exercise)) for exercise in exercises_of(chapter)}
    return found or {"": Stamp()}


def own_chapters() -> tuple[str, ...]:
    """The chapters of the course's own bank, whose digests are kept in a file."""
    plugged_in = {point.name for point in entry_points(group=exercises.GROUP)}
    return tuple(name for name in exercises.chapters() if name not in plugged_in)


@cache
def _kept() -> dict[str, tuple[int, str]]:
    own = own_chapters()
    return {name: entry for name, entry in read_digests(DIGESTS).items() if name.split(".")[0] in own}


def _digest(exercise: Exercise) -> str:
    """The digest from our own file; a private bank's is computed, once for each run."""
    return _kept()[exercise.id][1] if exercise.id in _kept() else _computed(exercise.id)


@cache
def _computed(exercise_id: str) -> str:
    return digest_of(exercises.find(exercise_id))
