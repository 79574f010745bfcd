"""The submissions in the zip that an LMS gives out."""

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from bigmodel_edu.grading.submissions.notebooks import MAX_BYTES
from bigmodel_edu.grading.submissions.owners import owner_of
from bigmodel_edu.grading.submissions.submission import NoSubmissions, Submission, link, refused, too_large
from bigmodel_edu.language import _


def in_archive(path: Path) -> Iterator[Submission]:
    """Yield the notebooks of a zip.

    Raises:
        NoSubmissions: when the file is no zip that can be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir() and member.filename.lower().endswith(".ipynb")]
    except (zipfile.BadZipFile, OSError) as error:
        raise NoSubmissions(_("{place} is neither a folder nor a readable zip ({error})").format(place=path, error=error)) from error
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        if "__MACOSX" in parts or any(part.startswith(".") and part != ".." for part in parts):
            continue
        yield _member(path, member, parts)


def _member(path: Path, member: zipfile.ZipInfo, parts: tuple[str, ...]) -> Submission:
    student, name = owner_of(parts)
    if ".." in parts or parts[0].startswith("/") or ":" in parts[0]:
        return refused(student, name, _("the zip entry points outside of the archive"))
    if stat.S_ISLNK(member.external_attr >> 16):
        return link(student, name)
    if member.file_size > MAX_BYTES:
        return too_large(student, name, member.file_size)
    return Submission(student, name, lambda: _read_member(path, member))


def _read_member(path: Path, member: zipfile.ZipInfo) -> bytes:
    with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
        return stream.read(MAX_BYTES + 1)  # the size that the zip states may be a lie
