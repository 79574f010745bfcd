"""Files through which the kernel is told something: cgroups, id maps, what goes first when memory runs out."""

import os
from pathlib import Path


def tell(path: str | Path, text: str, folder: int | None = None) -> None:
    """Write to such a file. Not through a file object, which would hide a refusal until it is closed.

    Args:
        path: of the file.
        text: what to write, in one system call.
        folder: a descriptor of the folder that a relative path starts from.

    Raises:
        OSError: when the kernel refuses.
    """
    descriptor = os.open(path, os.O_WRONLY, dir_fd=folder)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)
