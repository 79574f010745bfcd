"""Unpack a Debian package, on systems with and without Debian's tools."""

import gzip
import io
import lzma
import shutil
import subprocess
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from bigmodel_edu.data.tar import unpack_tar

HEADER = 60  # bytes before each member of an ar archive
DAMAGED = (tarfile.TarError, EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile, FileExistsError, NotADirectoryError, IsADirectoryError)


def unpack_deb(deb: Path, target: Path) -> None:
    """Unpack the files of a .deb: by dpkg-deb where there is one, else in Python.

    Raises:
        ValueError: if the file is no .deb, is damaged, or is compressed in a way that is not known here.
    """
    if not shutil.which("dpkg-deb"):
        unpack_in_python(deb, target)
        return
    done = subprocess.run(["dpkg-deb", "--extract", str(deb), str(target)], capture_output=True, text=True)
    if done.returncode:
        raise ValueError(f"expected {deb.name} to be a Debian package, dpkg-deb says: {done.stderr.strip()}")


def unpack_in_python(deb: Path, target: Path) -> None:
    """Unpack a .deb, an ar archive that holds data.tar.xz or data.tar.gz, without any outside tool."""
    for name, content in _members(deb.read_bytes()):
        if name.startswith("data.tar"):
            try:
                with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                    unpack_tar(archive, target)
            except DAMAGED as error:
                raise ValueError(f"expected {name} of {deb.name} to be a whole tar file compressed by xz or gzip: {error}") from error
            return
    raise ValueError(f"expected a .deb with a data.tar inside, got {deb.name} without one")


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of each member of an ar archive: a header, then the content, padded to an even length."""
    if not data.startswith(b"!<arch>\n"):
        raise ValueError("expected an ar archive, which begins with !<arch>, got something else")
    place = 8
    while place + HEADER <= len(data):
        header = data[place : place + HEADER]
        size = int(header[48:58])
        content = data[place + HEADER : place + HEADER + size]
        if len(content) < size:
            raise ValueError(f"expected {size} bytes in a member of the archive, got {len(content)}: the file is cut short")
        yield header[:16].decode("ascii").rstrip(" /"), content
        place += HEADER + size + size % 2
