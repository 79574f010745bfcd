"""Write-then-replace: the one way a file is written.

At any instant, that of a kill or of a full disk included, the file is the old one or the new one, whole. What is written goes into
a partial file beside it, which then takes its place in one step. The partial's name holds the machine and the process that write
it: what a killed process left behind is known by that, and removed when the same file is written next.
"""

import errno
import os
import platform
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

ENDING = ".partial"
_WRITER = re.compile(r".*\.(\d+)\.[0-9a-f]{8}" + re.escape(ENDING), re.DOTALL)
_LONGEST = 150  # bytes of the name that the partial's name repeats: file systems allow 255
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}  # errors of a write, which know no name


def write_file(path: str | Path, content: str | bytes, *, durable: bool = False, private: bool = False) -> Path:
    r"""Write a file, whole or not at all; folders that are missing are made.

    Args:
        path: where. A file that is there is replaced, and its permissions stay; a link stays, and what it points to is replaced.
        content: text, written as UTF-8 with its line ends as they are, or bytes.
        durable: wait until the disk has it, so that it outlasts a power failure too.
        private: a new file may be read by its owner only.

    Returns:
        The path.

    Raises:
        OSError: naming the file, when it cannot be written; nothing is left behind.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_file(Path(folder) / "marks" / "alice.txt", "3 of 5\n").read_bytes()
    b'3 of 5\n'
    """
    with new_version(path, durable=durable, private=private) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)
    return Path(path)


@contextmanager
def new_version(path: str | Path, *, durable: bool = False, private: bool = False) -> Iterator[BinaryIO]:
    """Open the next version of a file; it takes the file's place when the block ends, and vanishes when the block fails.

    Args and errors are those of :func:`write_file`.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with new_version(Path(folder) / "numbers") as file:
    ...         shown_too_early = list(Path(folder).glob("numbers"))
    ...         file.writelines([b"1", b"2"])
    ...     shown_too_early, (Path(folder) / "numbers").read_bytes()
    ([], b'12')
    """
    target = Path(os.path.realpath(path))
    partial: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_old_partials(target)
        partial = _name(target)
        with _create(partial, private) as file:
            yield file
            file.flush()
            _keep_permissions(target, partial)
            if durable:
                os.fsync(file.fileno())
        os.replace(partial, target)
        if durable:
            _sync_folder(target.parent)
    except Exception as error:
        cause = _of_the_disk(error, partial, target)
        if cause is None:
            raise
        raise OSError(cause.errno, cause.strerror, str(path)) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def remove_leftovers(folder: str | Path) -> None:
    """Remove what killed processes of this machine left in a folder and below; what living ones write is left alone.

    A write removes the leftovers of its own file. This is for files that may never be written again.
    """
    machine = f".*.{_machine()}.*{ENDING}"
    _remove_abandoned(Path(folder).rglob(machine))


def _name(target: Path) -> Path:
    return target.with_name(f"{_beginning(target)}{os.getpid()}.{secrets.token_hex(4)}{ENDING}")


def _beginning(target: Path) -> str:
    """What the names of all partials of a file begin with on this machine."""
    short = target.name.encode("utf-8", "surrogateescape")[:_LONGEST].decode("utf-8", "ignore")
    return f".{short}.{_machine()}."


def _machine() -> str:
    """This machine's name as eight digits: on a shared disk only its own processes can be asked whether they live."""
    return f"{crc32(platform.node().encode()):08x}"


def _create(partial: Path, private: bool) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # O_BINARY: Windows translates line ends without it
    return os.fdopen(os.open(partial, flags, 0o600 if private else 0o666), "wb")


def _keep_permissions(target: Path, partial: Path) -> None:
    if not target.is_file():
        return
    shutil.copymode(target, partial)
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # only root writes for others: their file stays theirs
        status = target.stat()
        os.chown(partial, status.st_uid, status.st_gid)


def _sync_folder(folder: Path) -> None:
    """Wait until the disk has the new name too; Windows has no way to ask for it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_old_partials(target: Path) -> None:
    beginning = _beginning(target)
    with os.scandir(target.parent) as entries:
        found = [Path(entry.path) for entry in entries if entry.name.startswith(beginning)]
    _remove_abandoned(found)


def _remove_abandoned(paths: Iterable[Path]) -> None:
    for path in paths:
        if found := _WRITER.fullmatch(path.name):
            from psutil import pid_exists

            if not pid_exists(int(found[1])):
                path.unlink(missing_ok=True)


def _of_the_disk(error: BaseException, partial: Path | None, target: Path) -> OSError | None:
    """The disk's error behind a failure, if that is what it is: libraries that write may hide it behind one of their own."""
    ours = {str(partial), str(target), str(target.parent)}
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno is not None and (seen.filename in ours or seen.errno in _NO_ROOM):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None
