"""A memory cgroup for each submission, where this user may make one: it counts processes, files in memory and the kernel's own share."""

import contextlib
import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path

from bigmodel_edu.sandbox.kernel_files import tell

PREFIX = "bigmodel-edu-submission-"
ABANDONED_SECONDS = 60.0


@dataclass(frozen=True)
class Hierarchy:
    """Where groups can be made, and what the files in them are called (cgroup version 1 or 2)."""

    folder: Path
    limit: str
    peak: str
    events: str


V1_FILES = ("memory.limit_in_bytes", "memory.max_usage_in_bytes", "memory.oom_control")
V2_FILES = ("memory.max", "memory.peak", "memory.events")


def writable() -> Hierarchy | None:
    """Return the place under this process's own group where it may make groups with a memory limit; None if there is none."""
    for hierarchy in (*_version_1(), *_version_2()):
        group = Group(hierarchy, hierarchy.folder / f"{PREFIX}{os.getpid()}-try")
        try:
            group.create(2**30)
        except OSError:
            continue
        finally:
            group.remove()
        return hierarchy
    return None


def _version_1() -> list[Hierarchy]:
    mounts = [line.split(" - ") for line in _lines("/proc/self/mountinfo")]
    roots = [left.split()[4] for left, right in mounts if right.startswith("cgroup ") and "memory" in right.split()[-1].split(",")]
    own = [line.split(":", 2)[2] for line in _lines("/proc/self/cgroup") if "memory" in line.split(":")[1].split(",")]
    return [Hierarchy(Path(root + path), *V1_FILES) for root in roots for path in own]


def _version_2() -> list[Hierarchy]:
    mounts = [line.split(" - ") for line in _lines("/proc/self/mountinfo")]
    roots = [left.split()[4] for left, right in mounts if right.startswith("cgroup2 ")]
    own = [line.split(":", 2)[2] for line in _lines("/proc/self/cgroup") if line.startswith("0::")]
    return [Hierarchy(Path(root + path), *V2_FILES) for root in roots for path in own]


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


class Group:
    """One group. The worker makes it, the child joins it, the worker removes it."""

    def __init__(self, hierarchy: Hierarchy, folder: Path) -> None:
        self.hierarchy = hierarchy
        self.folder = folder
        self._lock = -1

    def create(self, memory_bytes: int) -> None:
        """Make the group with its limit. Raises: OSError when that is not allowed here."""
        self.folder.mkdir()
        self._lock = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(self._lock, fcntl.LOCK_EX)  # says that somebody still cares, whatever happens to the process that made it
        tell(self.folder / self.hierarchy.limit, str(memory_bytes))
        with contextlib.suppress(OSError):  # there may be no swap to limit
            tell(self.folder / ("memory.swap.max" if self.hierarchy.limit == "memory.max" else "memory.swappiness"), "0")

    def join(self) -> None:
        """Move the calling process into the group."""
        tell(self.folder / "cgroup.procs", "0")

    def peak_bytes(self) -> int | None:
        """Return the most memory that the group has held; None where the kernel does not say."""
        lines = _lines(str(self.folder / self.hierarchy.peak))
        return int(lines[0]) if lines else None

    def ran_out(self) -> bool:
        """Say whether the kernel ended a process of the group because the group was full."""
        counts = dict(line.split() for line in _lines(str(self.folder / self.hierarchy.events)))
        return int(counts.get("oom_kill", 0)) > 0

    def remove(self) -> None:
        """Remove the group; its processes must have ended."""
        if self._lock >= 0:
            os.close(self._lock)
        with contextlib.suppress(OSError):
            self.folder.rmdir()


def remove_abandoned(hierarchy: Hierarchy) -> None:
    """Remove groups whose worker was killed before it could: old, empty and locked by nobody."""
    for folder in hierarchy.folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime < ABANDONED_SECONDS:
                continue
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                folder.rmdir()
            finally:
                os.close(lock)
