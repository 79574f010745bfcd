"""Working folders of submissions that share the machine's file system: made, watched, and always removed."""

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

PREFIX = "bigmodel-edu-submission-"
ABANDONED_SECONDS = 60.0
MOST_ENTRIES = 16_384


class WorkFolder:
    """A temporary folder, locked as long as its owner lives."""

    def __init__(self) -> None:
        self.path = tempfile.mkdtemp(prefix=PREFIX)
        self._lock = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def is_full(self, most_bytes: int) -> bool:
        """Say whether the files in the folder take more than they may, or are too many to count."""
        taken = entries = 0
        waiting = [self.path]
        while waiting:
            with contextlib.suppress(OSError), os.scandir(waiting.pop()) as found:
                for entry in found:
                    entries += 1
                    taken += entry.stat(follow_symlinks=False).st_blocks * 512
                    if taken > most_bytes or entries > MOST_ENTRIES:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        return False

    def remove(self) -> None:
        """Remove the folder with all that a submission left in it, whatever modes it gave to its folders."""
        remove_tree(self.path)
        os.close(self._lock)


def remove_tree(path: str) -> None:
    """Remove a folder that nobody writes to any more."""
    for folder, names, _ in os.walk(path):
        for name in names:
            inner = os.path.join(folder, name)
            if stat.S_ISDIR(os.lstat(inner).st_mode):
                os.chmod(inner, 0o700)  # before it is entered: it may have been made unreadable
    shutil.rmtree(path, ignore_errors=True)


def remove_abandoned() -> None:
    """Remove working folders of this user whose worker was killed before it could: old and locked by nobody."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            facts = folder.lstat()
            if not stat.S_ISDIR(facts.st_mode) or time.time() - facts.st_mtime < ABANDONED_SECONDS:
                continue
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_tree(str(folder))
            finally:
                os.close(lock)
