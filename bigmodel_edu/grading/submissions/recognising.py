"""Which lesson is a notebook? By what the release wrote into it, else by what it checks and defines, else by its name."""

from collections import Counter
from collections.abc import Sequence

from bigmodel_edu import exercises
from bigmodel_edu.checking.exercise import Exercise
from bigmodel_edu.grading.submissions.code_cells import CodeCell
from bigmodel_edu.grading.submissions.notebooks import Notebook


def recognise(notebook: Notebook, cells: Sequence[CodeCell], file_stem: str) -> str:
    """Return the chapter whose exercises the notebook answers, or "" when nothing tells.

    Args:
        file_stem: the file's name without its ending, in which an LMS often keeps the original name.
    """
    known = exercises.chapters()
    claimed = notebook.lesson.rsplit("/", 1)[-1]
    if claimed in known:
        return claimed
    votes = Counter(name.split(".")[0] for cell in cells for name in cell.checks)
    votes.update(cell.exercise.split(".")[0] for cell in notebook.cells if cell.exercise)
    voted = [(count, chapter) for chapter, count in votes.items() if chapter in known]
    if voted:
        return max(voted)[1]
    return _by_definitions(cells) or _by_name(file_stem)


def _by_definitions(cells: Sequence[CodeCell]) -> str:
    defined = frozenset().union(*(cell.defines for cell in cells)) if cells else frozenset()
    scores = {}
    for chapter in exercises.chapters():
        targets = [exercise.target for exercise in exercises.chapter(chapter)]
        scores[chapter] = sum(target in defined for target in targets) / max(len(targets), 1)
    best = max(scores, key=lambda chapter: scores[chapter], default="")
    return best if scores.get(best, 0) >= 0.5 else ""


def _by_name(file_stem: str) -> str:
    plain = file_stem.lower().replace("_", "-").replace(" ", "-")
    found = [chapter for chapter in exercises.chapters() if chapter in plain]
    return max(found, key=len, default="")


def exercises_of(chapter: str) -> tuple[Exercise, ...]:
    """The chapter's graded exercises, in the lesson's order."""
    return exercises.chapter(chapter) if chapter in exercises.chapters() else ()
