"""Collect the submissions: folders of students, single notebooks, or the zip that an LMS gives out."""

import stat
from collections.abc import Iterator
from pathlib import Path

from bigmodel_edu.grading.submissions.archives import in_archive
from bigmodel_edu.grading.submissions.notebooks import MAX_BYTES
from bigmodel_edu.grading.submissions.submission import NoSubmissions, Submission, link, refused, too_large
from bigmodel_edu.language import _


def find_submissions(place: Path) -> list[Submission]:
    """Return all submissions, by student and name; of one student's files the one to count comes last.

    Args:
        place: a folder of ``<student>/*.ipynb`` or ``<student>.ipynb``, or a zip from Canvas, Moodle or Gradescope.

    Raises:
        NoSubmissions: when there is none, saying what was expected.
    """
    if not place.exists():
        raise NoSubmissions(_("{place} does not exist").format(place=place))
    found = list(_in_folder(place)) if place.is_dir() else list(in_archive(place))
    if not found:
        raise NoSubmissions(
            _(
                "{place} has no notebooks: expected {place}/<student>/<name>.ipynb, {place}/<student>.ipynb, "
                "or a zip from Canvas, Moodle or Gradescope"
            ).format(place=place)
        )
    return sorted(found, key=lambda each: (each.student, each.name))


def _in_folder(folder: Path) -> Iterator[Submission]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.suffix.lower() == ".ipynb" and not (entry.is_dir() and not entry.is_symlink()):
            yield _file(entry.stem, entry)
        elif entry.is_symlink():
            yield link(entry.name, entry.name)
        elif entry.is_dir():
            yield from _of_student(entry)


def _of_student(folder: Path) -> Iterator[Submission]:
    files = [file for file in sorted(folder.rglob("*.ipynb")) if not _hidden(file.relative_to(folder))]
    yield from (_file(folder.name, file) for file in files)
    if not files:
        yield refused(folder.name, folder.name, _("the folder has no notebook"))


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _file(student: str, path: Path) -> Submission:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return link(student, path.name)
    if not stat.S_ISREG(status.st_mode):
        return refused(student, path.name, _("not a regular file"))
    if status.st_size > MAX_BYTES:
        return too_large(student, path.name, status.st_size)
    return Submission(student, path.name, path.read_bytes)
