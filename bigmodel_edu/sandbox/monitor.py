"""One process per submission, outside the wall: starts the child, watches its clock and its output, and ends it."""

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bigmodel_edu.sandbox import wall
from bigmodel_edu.sandbox.limits import Limits

READ_SIZE = 1024 * 1024
FOLDER_PREFIX = "bigmodel-edu-"


@dataclass
class Watch:
    """What the monitor knows of its child."""

    pid: int
    output: int
    commands: socket.socket
    limits: Limits
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
            remaining = deadline - time.monotonic()
            ready = {descriptor for descriptor, _ in poll.poll(max(0, remaining) * 1000 + 1)}
            if self.output in ready:
                self._drain(poll)
            if self.commands.fileno() in ready:  # the grader never writes here: it has closed its side, or is gone
                return
            if self.pidfd in ready:
                self.ended = self.ended or "killed"
            elif remaining <= 0:
                self.ended = "timeout"

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
        cpu = usage.ru_utime + usage.ru_stime
        if self.ended == "killed" and os.WIFSIGNALED(status) and cpu >= self.limits.cpu_seconds:
            self.ended = "timeout"
        return {
            "ended": self.ended,
            "cpu_seconds": cpu,
            "wall_seconds": time.monotonic() - self.started,
            "peak_memory_mb": max(0, usage.ru_maxrss - self.shared_kib) / 1024,
            "output_bytes": self.printed,
        }


def main(commands: socket.socket, channel: socket.socket, backend: str, limits: Limits, serve: Callable[[str], None]) -> None:
    """Run one submission from start to end; never returns.

    Args:
        channel: between the grader and the child; the monitor lets go of it.
        commands: to the grader: its closing ends the submission; the report goes out through it.
        backend: the kind of wall.
        limits: what the submission may use.
        serve: what the child does, given its working folder (empty where the wall has a private one).
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    folder = ""
    try:
        folder = "" if backend == "namespaces" else tempfile.mkdtemp(prefix=FOLDER_PREFIX)
        if backend == "namespaces":
            wall.prepare_namespaces()
        watch = _start(commands, limits, lambda: serve(folder))
        channel.close()
        watch.follow()
        report = watch.finish()
    except OSError as error:
        report = {"ended": "no wall", "message": str(error)}
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        commands.sendall(json.dumps(report).encode())
    os._exit(0)


def _start(commands: socket.socket, limits: Limits, serve: Callable[[], None]) -> Watch:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.dup2(writing, 1)
            os.dup2(writing, 2)
            serve()
        finally:
            os._exit(1)
    os.close(writing)
    watch = Watch(pid, reading, commands, limits)
    with contextlib.suppress(OSError):  # when memory runs out, this process goes first, not the grader
        _write(f"/proc/{pid}/oom_score_adj", b"1000")
    return watch


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
