"""One process per submission, outside the wall: starts the child, watches its clock and its output, and ends it."""

import contextlib
import json
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bigmodel_edu.sandbox import cgroups, syscalls, wall
from bigmodel_edu.sandbox.folders import WorkFolder
from bigmodel_edu.sandbox.limits import MIB, Limits

READ_SIZE = 1024 * 1024
FOLDER_SECONDS = 0.25  # between two looks at a working folder on disk
KERNEL_SHARE = 64 * MIB  # what page tables, sockets and threads take besides a submission's own memory


@dataclass
class Watch:
    """What the monitor knows of its child."""

    pid: int
    output: int
    commands: socket.socket
    limits: Limits
    folder: WorkFolder | None
    group: cgroups.Group | None
    started: float = field(default_factory=time.monotonic)
    printed: int = 0
    ended: str | None = None

    def __post_init__(self) -> None:
        self.pidfd = os.pidfd_open(self.pid)
        self.shared_kib = _resident_kib(self.pid)

    def follow(self) -> None:
        """Return when the child has to end or has ended; ``ended`` has the reason, None when the grader asked for it or is gone."""
        poll = select.poll()
        for descriptor in (self.pidfd, self.output, self.commands.fileno()):
            poll.register(descriptor, select.POLLIN)
        deadline = self.started + self.limits.wall_seconds
        while self.ended is None:
            remaining = max(0.0, deadline - time.monotonic())
            ready = {descriptor for descriptor, _ in poll.poll(1 + 1000 * (min(remaining, FOLDER_SECONDS) if self.folder else remaining))}
            if self.output in ready:
                self._drain(poll)
            if self.pidfd in ready:
                self.ended = self.ended or "killed"
            elif self.commands.fileno() in ready:  # the grader never writes here: it has closed its side, or is gone
                return
            elif remaining <= 0:
                self.ended = "timeout"
            elif self.folder and self.folder.is_full(self.limits.file_bytes):
                self.ended = "output"

    def _drain(self, poll: select.poll) -> None:
        part = os.read(self.output, READ_SIZE)
        if not part:
            poll.unregister(self.output)
        self.printed += len(part)
        if self.printed > self.limits.output_bytes:
            self.ended = "output"

    def finish(self) -> dict[str, object]:
        """End the child and whatever it started, wait for it, and return what it used."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        _, status, usage = os.wait4(self.pid, 0)
        _end_orphans()
        cpu = usage.ru_utime + usage.ru_stime
        if self.ended == "killed" and self.group is not None and self.group.ran_out():
            self.ended = "memory"
        if self.ended == "killed" and os.WIFSIGNALED(status) and cpu >= self.limits.cpu_seconds:
            self.ended = "timeout"
        peak = self.group.peak_bytes() if self.group is not None else None
        return {
            "ended": self.ended,
            "cpu_seconds": cpu,
            "wall_seconds": time.monotonic() - self.started,
            "peak_memory_mb": peak / MIB if peak is not None else max(0, usage.ru_maxrss - self.shared_kib) / 1024,
            "output_bytes": self.printed,
        }


def main(
    commands: socket.socket,
    channel: socket.socket,
    backend: str,
    limits: Limits,
    hierarchy: cgroups.Hierarchy | None,
    serve: Callable[[str], None],
) -> None:
    """Run one submission from start to end.

    Args:
        commands: to the grader: its closing ends the submission; the report goes out through it.
        channel: between the grader and the child; the monitor lets go of it.
        backend: the kind of wall.
        limits: what the submission may use.
        hierarchy: where memory groups can be made.
        serve: what the child does, given its working folder (empty where the wall has a private one); does not return.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
    folder = group = None
    try:
        folder = None if backend == "namespaces" else WorkFolder()
        group = _make_group(hierarchy, limits) if hierarchy is not None else None
        if backend == "namespaces":
            wall.prepare_namespaces()
        watch = _start(commands, limits, folder, group, serve)
        channel.close()
        watch.follow()
        report = watch.finish()
    except OSError as error:
        report = {"ended": "no wall", "message": str(error)}
    finally:
        for left in (folder, group):
            if left is not None:
                left.remove()
    with contextlib.suppress(OSError):
        commands.sendall(json.dumps(report).encode())


def _make_group(hierarchy: cgroups.Hierarchy, limits: Limits) -> cgroups.Group:
    group = cgroups.Group(hierarchy, Path(f"{hierarchy.folder}/{cgroups.PREFIX}{os.getppid()}-{os.getpid()}"))
    group.create(limits.memory_mb * MIB + limits.file_bytes + KERNEL_SHARE)
    return group


def _start(
    commands: socket.socket, limits: Limits, folder: WorkFolder | None, group: cgroups.Group | None, serve: Callable[[str], None]
) -> Watch:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.dup2(writing, 1)
            os.dup2(writing, 2)
            if group is not None:
                group.join()
            serve(folder.path if folder is not None else "")
        finally:
            os._exit(1)
    os.close(writing)
    watch = Watch(pid, reading, commands, limits, folder, group)
    with contextlib.suppress(OSError):  # when memory runs out, this process goes first, not the grader
        _write(f"/proc/{pid}/oom_score_adj", b"1000")
    return watch


def _end_orphans() -> None:
    """End what the child has left running; without a process namespace it is now this process's own."""
    with contextlib.suppress(OSError):
        while orphans := Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split():
            for orphan in map(int, orphans):
                os.kill(orphan, signal.SIGKILL)
                os.waitpid(orphan, 0)


def _write(path: str, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, content)
    finally:
        os.close(descriptor)


def _resident_kib(pid: int) -> int:
    """Return how much memory the new process shows, all of it still shared with the worker."""
    descriptor = os.open(f"/proc/{pid}/statm", os.O_RDONLY)
    try:
        return int(os.read(descriptor, 200).split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    finally:
        os.close(descriptor)
