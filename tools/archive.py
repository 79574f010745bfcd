"""An archive of a folder whose bytes depend on the files alone: not on clock, owner, umask or the order in which a disk lists them."""

import gzip
import tarfile
from datetime import UTC, date, datetime, time
from pathlib import Path


def write_archive(folder: Path, file: Path, name: str, day: date) -> Path:
    """Write a folder as ``.tar.gz`` and return the file.

    Args:
        folder: what is archived.
        file: where the archive goes.
        name: of the folder inside the archive.
        day: of every file inside.
    """
    moment = int(datetime.combine(day, time(), UTC).timestamp())

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = moment
        entry.mode = 0o644
        return entry

    with (
        file.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=moment) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.add(path, f"{name}/{path.relative_to(folder).as_posix()}", filter=plain)
    return file
