"""Find the submissions: folders of students, single notebooks, or the zip that an LMS gives out."""

import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bigmodel_edu.grading.reading import MAX_BYTES
from bigmodel_edu.language import _


class NoSubmissions(ValueError):
    """Nothing to grade was found; the message says what was expected."""


@dataclass(frozen=True)
class Submission:
    """One file that somebody handed in: whose it is, what it is called, and how to get its bytes.

    ``problem`` says why it must not be read (a link, a file that leaves its folder); it is then recorded as unreadable.
    """

    student: str
    name: str
    read: Callable[[], bytes]
    problem: str = ""

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem


def find_submissions(place: Path) -> list[Submission]:
    """Return all submissions, by student and name; of one student's files the one to count comes last.

    Args:
        place: a folder of ``<student>/*.ipynb`` or ``<student>.ipynb``, or a zip from Canvas, Moodle or Gradescope.

    Raises:
        NoSubmissions: when there is none, saying what was expected.
    """
    if not place.exists():
        raise NoSubmissions(_("{place} does not exist").format(place=place))
    found = list(_in_folder(place)) if place.is_dir() else list(_in_zip(place))
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
            yield _refused(entry.name, entry.name, _("a link is not a submission"))
        elif entry.is_dir():
            files = [file for file in sorted(entry.rglob("*.ipynb")) if not _hidden(file.relative_to(entry))]
            yield from (_file(entry.name, file) for file in files)
            if not files:
                yield _refused(entry.name, entry.name, _("the folder has no notebook"))


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") and part != ".." for part in path.parts)


def _file(student: str, path: Path) -> Submission:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return _refused(student, path.name, _("a link is not a submission"))
    if not stat.S_ISREG(status.st_mode):
        return _refused(student, path.name, _("not a regular file"))
    if status.st_size > MAX_BYTES:
        return _refused(student, path.name, _("the file has {size} MB").format(size=status.st_size >> 20))
    return Submission(student, path.name, path.read_bytes)


def _refused(student: str, name: str, problem: str) -> Submission:
    return Submission(student, name, lambda: b"", problem)


def _in_zip(path: Path) -> Iterator[Submission]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir() and member.filename.lower().endswith(".ipynb")]
    except (zipfile.BadZipFile, OSError) as error:
        raise NoSubmissions(_("{place} is neither a folder nor a readable zip ({error})").format(place=path, error=error)) from error
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        if _hidden(Path(*parts)) or "__MACOSX" in parts:
            continue
        student, name = _owner(parts)
        yield _member(path, member, student, name, parts)


def _member(path: Path, member: zipfile.ZipInfo, student: str, name: str, parts: tuple[str, ...]) -> Submission:
    if ".." in parts or parts[0].startswith("/") or ":" in parts[0]:
        return _refused(student, name, _("the zip entry points outside of the archive"))
    if stat.S_ISLNK(member.external_attr >> 16):
        return _refused(student, name, _("a link is not a submission"))
    if member.file_size > MAX_BYTES:
        return _refused(student, name, _("the file has {size} MB").format(size=member.file_size >> 20))
    return Submission(student, name, lambda: _read_member(path, member))


def _read_member(path: Path, member: zipfile.ZipInfo) -> bytes:
    with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
        return stream.read(MAX_BYTES + 1)  # the size that the zip states may be a lie


CANVAS = re.compile(r"^(?P<student>[^_]+)(?:_LATE)?_(?P<user>\d+)_(?P<submission>\d+)_(?P<name>.+)$", re.IGNORECASE)
MOODLE = re.compile(r"^(?P<student>.+)_(?P<user>\d+)_assignsubmission_file_?$", re.IGNORECASE)
GRADESCOPE = re.compile(r"^submission_(?P<student>\d+)$")


def _owner(parts: tuple[str, ...]) -> tuple[str, str]:
    """Whose a zip's entry is, by the three systems' naming; else by its folder, else by its own name."""
    name = parts[-1]
    for part in parts[:-1]:
        moodle, gradescope = MOODLE.match(part), GRADESCOPE.match(part)
        if moodle:
            return f"{moodle['student']}_{moodle['user']}", name
        if gradescope:
            return part, name
    canvas = CANVAS.match(name)
    if canvas and len(parts) <= 2:
        return f"{canvas['student']}_{canvas['user']}", re.sub(r"-\d+(?=\.ipynb$)", "", canvas["name"])
    folders = [part for part in parts[:-1] if part not in ("..", "/")]
    return (folders[-1] if folders else PurePosixPath(name).stem), name
