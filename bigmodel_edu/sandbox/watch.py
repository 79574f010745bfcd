"""Outside the wall: starts a submission's process, watches its clock and its output, and ends it. One watcher holds all sessions."""

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

from bigmodel_edu.sandbox import cgroups
from bigmodel_edu.sandbox.folders import WorkFolder
from bigmodel_edu.sandbox.limits import MIB, Limits

READ_SIZE = 1024 * 1024
FOLDER_SECONDS = 0.25  # between two looks at a working folder on disk
KERNEL_SHARE = 64 * MIB  # what page tables, sockets and threads take besides a submission's own memory


@dataclass
class Place:
    """What a session has outside its process: a working folder where the wall has no private one, a memory group where one can be made."""

    folder: WorkFolder | None = None
    group: cgroups.Group | None = None

    def remove(self) -> None:
        """Remove both; the session's processes must have ended."""
        for left in (self.folder, self.group):
            if left is not None:
                left.remove()


def make_place(backend: str, hierarchy: cgroups.Hierarchy | None, limits: Limits, name: str) -> Place:
    """Make what the back-end needs. Raises: OSError, with nothing left behind."""
    place = Place()
    try:
        place.folder = None if backend == "namespaces" else WorkFolder()
        if hierarchy is not None:
            place.group = cgroups.Group(hierarchy, Path(f"{hierarchy.folder}/{cgroups.PREFIX}{name}"))
            place.group.create(limits.memory_mb * MIB + limits.file_bytes + KERNEL_SHARE)
    except OSError:
        place.remove()
        raise
    return place


@dataclass(eq=False)
class Watch:
    """One session's process.

    Args:
        pid: of the process.
        output: the end from which what it prints is read.
        commands: to the grader: its closing ends the session; the report goes out through it.
        limits: what the session may use.
        place: what it has outside.
        shared_kib: memory that a new process shows although it is still shared with the worker.
    """

    pid: int
    output: int
    commands: socket.socket
    limits: Limits
    place: Place
    shared_kib: int
    started: float = field(default_factory=time.monotonic)
    printed: int = 0
    ended: str | None = None
    over: bool = False

    def __post_init__(self) -> None:
        self.pidfd = os.pidfd_open(self.pid)
        self.deadline = self.started + self.limits.wall_seconds
        self.next_look = self.started + FOLDER_SECONDS if self.place.folder else self.deadline

    @property
    def descriptors(self) -> tuple[int, int, int]:
        return self.output, self.pidfd, self.commands.fileno()

    def see(self, descriptor: int) -> bool:
        """Take note of what a descriptor has to tell; say whether it may have more to tell later."""
        if descriptor == self.output:
            part = os.read(self.output, READ_SIZE)
            self.printed += len(part)
            if self.printed > self.limits.output_bytes:
                self._end("output")
            return bool(part)
        if descriptor == self.pidfd:
            self._end("killed")
        self.over = True  # or the grader has closed its side, or is gone: it never writes here
        return False

    def look(self, now: float) -> None:
        """Look at the clock, and at the working folder now and then."""
        if now >= self.deadline:
            self._end("timeout")
        elif self.place.folder and now >= self.next_look:
            self.next_look = now + FOLDER_SECONDS
            if self.place.folder.is_full(self.limits.file_bytes):
                self._end("output")

    def _end(self, reason: str) -> None:
        if not self.over:
            self.ended, self.over = reason, True

    def finish(self, end_orphans: Callable[[], None]) -> None:
        """End the process and whatever it started, wait for it, remove what it had, and report what it used."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        _, status, usage = os.wait4(self.pid, 0)
        end_orphans()
        cpu = usage.ru_utime + usage.ru_stime
        group = self.place.group
        if self.ended == "killed" and group is not None and group.ran_out():
            self.ended = "memory"
        if self.ended == "killed" and os.WIFSIGNALED(status) and cpu >= self.limits.cpu_seconds:
            self.ended = "timeout"
        peak = group.peak_bytes() if group is not None else None
        report = {
            "ended": self.ended,
            "cpu_seconds": cpu,
            "wall_seconds": time.monotonic() - self.started,
            "peak_memory_mb": peak / MIB if peak is not None else max(0, usage.ru_maxrss - self.shared_kib) / 1024,
            "output_bytes": self.printed,
        }
        self.place.remove()
        os.close(self.output)
        os.close(self.pidfd)
        with self.commands, contextlib.suppress(OSError):
            self.commands.sendall(json.dumps(report).encode())


class Watcher:
    """Waits for whatever happens next in any session, and for messages of the grader."""

    def __init__(self, control: socket.socket, end_orphans: Callable[[], None]) -> None:
        self._control = control.fileno()
        self._poll = select.poll()
        self._poll.register(self._control, select.POLLIN)
        self._watches: set[Watch] = set()
        self._by_descriptor: dict[int, Watch] = {}
        self._end_orphans = end_orphans

    @property
    def pids(self) -> set[int]:
        return {watch.pid for watch in self._watches}

    def add(self, watch: Watch) -> None:
        """Watch a session until it ends."""
        self._watches.add(watch)
        for descriptor in watch.descriptors:
            self._by_descriptor[descriptor] = watch
            self._poll.register(descriptor, select.POLLIN)

    def wait(self) -> None:
        """Return when the grader has sent something; end the sessions that end until then."""
        while True:
            ready = [descriptor for descriptor, _ in self._poll.poll(self._milliseconds())]
            for descriptor in ready:
                watch = self._by_descriptor.get(descriptor)
                if watch is not None and not watch.see(descriptor):
                    self._forget(descriptor)
            now = time.monotonic()
            for watch in tuple(self._watches):
                watch.look(now)
                if watch.over:
                    self._finish(watch)
            if self._control in ready:
                return

    def close(self) -> None:
        """End every session."""
        for watch in tuple(self._watches):
            self._finish(watch)

    def _milliseconds(self) -> float | None:
        if not self._watches:
            return None
        following = min(min(watch.deadline, watch.next_look) for watch in self._watches)
        return 1 + 1000 * max(0.0, following - time.monotonic())

    def _finish(self, watch: Watch) -> None:
        for descriptor in watch.descriptors:
            self._forget(descriptor)
        self._watches.remove(watch)
        watch.finish(self._end_orphans)

    def _forget(self, descriptor: int) -> None:
        if self._by_descriptor.pop(descriptor, None) is not None:
            self._poll.unregister(descriptor)
