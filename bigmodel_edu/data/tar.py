"""Unpack a tar archive so that nothing lands outside its folder, on every Python.

``TarFile.extractall(filter="data")`` does the same, but came only with Python 3.11.4.
"""

import shutil
import tarfile
from pathlib import Path, PurePosixPath, PureWindowsPath


def unpack_tar(archive: tarfile.TarFile, target: Path) -> None:
    """Write the files, folders and links of an archive into a folder.

    Links are made last, when no file can be written through one any more, and all of them are followed once the last is made. Owners and
    modes are left out.

    Args:
        archive: open for reading.
        target: the folder; made where it is missing.

    Raises:
        ValueError: if a member has an absolute name, climbs out of the folder, links to outside of it, or is a device or a pipe.
    """
    target.mkdir(parents=True, exist_ok=True)
    root = target.resolve()
    links = []
    for member in archive:
        place = _inside(root, member.name)
        if member.issym():
            links.append((place, member.linkname))
        elif member.isdir():
            place.mkdir(parents=True, exist_ok=True)
        elif member.isfile() or member.islnk():
            _write(archive, member, place)
        else:
            raise ValueError(f"expected files, folders and links in the archive, got {member.name!r}, a device or a pipe")
    _make_links(root, links)


def _inside(root: Path, name: str) -> Path:
    """Return where a member belongs."""
    path, windows = PurePosixPath(name), PureWindowsPath(name)
    if path.is_absolute() or windows.anchor or ".." in (*path.parts, *windows.parts):
        raise ValueError(f"expected names inside the archive's folder, got {name!r}")
    return root.joinpath(*path.parts)


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> None:
    """Write a file; a hard link becomes a copy of the member that it names."""
    try:
        content = archive.extractfile(member)
    except KeyError:
        content = None
    if content is None:
        raise ValueError(f"expected a file of the archive behind {member.name!r}, got the link {member.linkname!r}")
    place.parent.mkdir(parents=True, exist_ok=True)
    with content, place.open("wb") as file:
        shutil.copyfileobj(content, file)


def _make_links(root: Path, links: list[tuple[Path, str]]) -> None:
    """Make symbolic links; if any leads out of the folder, or round in a circle, take all of them away again."""
    made: list[Path] = []
    try:
        for place, aim in links:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(aim)
            made.append(place)
        for place, aim in links:
            if PurePosixPath(aim).is_absolute() or not _end(place).is_relative_to(root):
                raise ValueError(f"expected links to inside of the archive's folder, got {place.name!r} to {aim!r}")
    except BaseException:
        for place in made:
            place.unlink()
        raise


def _end(link: Path) -> Path:
    """Return where a link leads in the end."""
    try:
        return link.resolve()
    except (RuntimeError, OSError) as error:  # a circle is the one until Python 3.12, then the other
        raise ValueError(f"expected the link {link.name!r} to lead somewhere: {error}") from error
