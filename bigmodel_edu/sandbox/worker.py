"""The warm worker: imports everything heavy once, then forks a process for each submission and watches it. It holds no secrets."""

import contextlib
import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from bigmodel_edu.sandbox import cgroups, child, folders, gentle, namespaces, preload, root, seccomp, syscalls, visible_files, wall
from bigmodel_edu.sandbox.kernel_files import tell
from bigmodel_edu.sandbox.limits import Limits
from bigmodel_edu.sandbox.watch import Place, Watch, Watcher, make_place

CHANNEL = 3  # the only descriptor that a child has besides standard input and output; it leads to the grader
MESSAGE_SIZE = 256 * 1024
ONLY_FOR_LOADING = ("HOME", "MPLCONFIGDIR")


class Worker:
    """State that every submission starts from.

    Args:
        control: to the grader.
        settings: backend, preload, visible, hidden, readable; from the grader.
    """

    def __init__(self, control: socket.socket, settings: dict[str, Any]) -> None:
        self.control = control
        self.backend: str = settings["backend"]
        self.shell = self._load(settings["preload"])
        gentle.install()
        shown = settings["visible"], settings["hidden"], settings["readable"]
        self.views = {programs: visible_files.describe(*shown, programs) for programs in (False, True)}
        self.sources = {programs: root.sources(shown) for programs, shown in self.views.items()}
        self.rules = {programs: visible_files.rules(shown) for programs, shown in self.views.items()}
        self.filters = {} if self.backend == "none" else {programs: self._filter(programs) for programs in (False, True)}
        self.hierarchy = None if self.backend == "none" else cgroups.writable()
        if self.hierarchy is not None:
            cgroups.remove_abandoned(self.hierarchy)
        folders.remove_abandoned()
        for name in ONLY_FOR_LOADING:
            os.environ.pop(name, None)
        os.environ.update(HOME="/tmp", USER="student", LOGNAME="student")
        self.fork = namespaces.Forker() if self.backend == "namespaces" else os.fork
        self.watcher = Watcher(control, self._end_orphans)
        self.sessions = 0
        self.name = os.readlink("/proc/self")  # its number as the whole machine sees it, also from inside a process namespace
        if self.backend == "none":
            syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
        self.shared_kib = self._shared_kib()
        preload.settle()  # last: each fork breaks up some of the large pages again

    def _load(self, names: list[str]) -> Any:
        preload.load(names)
        from bigmodel_edu.sandbox.shell import make_shell

        return make_shell()

    def _filter(self, programs: bool) -> bytes:
        private = self.backend == "namespaces"
        own_pid = None if private and programs else 1 if private else seccomp.OWN_PID
        return seccomp.build(seccomp.Policy(own_pid, file_attributes=private, processes=programs), syscalls.architecture())

    def serve(self) -> None:
        """Open the sessions that the grader asks for until it closes the control socket."""
        while True:
            self.watcher.wait()
            message, descriptors, _, _ = socket.recv_fds(self.control, MESSAGE_SIZE, 2)
            if not message:
                break
            channel, commands = (socket.socket(fileno=descriptor) for descriptor in descriptors)
            with channel:
                try:
                    self.open(Limits(**json.loads(message)), channel, commands)
                except (RuntimeError, OSError) as error:
                    with commands, contextlib.suppress(OSError):
                        commands.sendall(json.dumps({"ended": "no wall", "message": str(error)}).encode())
        self.watcher.close()

    def open(self, limits: Limits, channel: socket.socket, commands: socket.socket) -> None:
        """Fork the process of one session. Raises: RuntimeError when this process has more than one thread; OSError."""
        if preload.threads() > 1:
            raise RuntimeError(f"the worker has {preload.threads()} threads and cannot be forked safely")
        self.sessions += 1
        with contextlib.ExitStack() as undo:  # a session that cannot be opened leaves no folder, group, descriptor or process
            place = make_place(self.backend, self.hierarchy, limits, f"{self.name}-{self.sessions}")
            undo.callback(place.remove)
            reading, writing = os.pipe()
            undo.callback(os.close, reading)
            pid = self._fork(limits, channel, writing, place)
            undo.callback(_end, pid)
            self.watcher.add(Watch(pid, reading, commands, limits, place, self.shared_kib))
            undo.pop_all()

    def _fork(self, limits: Limits, channel: socket.socket, output: int, place: Place) -> int:
        """Return the process's number; ``output``, which only the process keeps, is closed here in any case."""
        try:
            pid = self.fork()
            if pid == 0:
                try:
                    self._become_child(limits, channel, output, place)
                finally:
                    os._exit(1)
        finally:
            os.close(output)
        return pid

    def _become_child(self, limits: Limits, channel: socket.socket, output: int, place: Place) -> None:
        os.dup2(output, 1)
        os.dup2(output, 2)
        with contextlib.suppress(OSError):  # when the machine's memory runs out, this process goes first, not the grader
            tell("/proc/self/oom_score_adj", "1000")
        if place.group is not None:
            place.group.join()
        folder = place.folder.path if place.folder is not None else ""
        connection = _keep_only(channel)
        child.main(connection, lambda files: self._plan(limits, files, folder), limits.reply_bytes, self.shell)

    def _plan(self, limits: Limits, files: dict[str, bytes], folder: str) -> wall.Plan:
        programs = limits.processes > 0
        program = self.filters.get(programs, b"")
        if self.backend == "landlock":
            program = seccomp.with_own_pid(program, os.getpid())
        shown, sources, rules = self.views[programs], self.sources[programs], self.rules[programs]
        return wall.Plan(self.backend, limits, shown, sources, rules, program, files, folder, _statm()[0])

    def _shared_kib(self) -> int:
        """How much memory a process that was just forked shows, all of it still shared with this one."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.write(writing, str(_statm()[1] // 1024).encode())
            os._exit(0)
        os.waitpid(pid, 0)
        answer = os.read(reading, 100)
        os.close(reading)
        os.close(writing)
        return int(answer)

    def _end_orphans(self) -> None:
        """End what a submission has left running where no namespace ends it: its orphans have become this process's own."""
        if self.backend != "none":
            return  # the first process of a namespace takes all others along; where there is no namespace, no process can be started
        children = Path(f"/proc/self/task/{os.getpid()}/children")
        while orphans := set(map(int, children.read_text(encoding="ascii").split())) - self.watcher.pids:
            for orphan in orphans:
                _end(orphan)  # one that has ended is there until somebody waits for it


def _keep_only(channel: socket.socket) -> socket.socket:
    """Close every descriptor but standard output and the channel, which gets a fixed number."""
    nothing = os.open("/dev/null", os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(channel.detach(), CHANNEL)
    os.closerange(CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))
    return socket.socket(fileno=CHANNEL)


def _end(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _statm() -> list[int]:
    """Return this process's address space and resident memory in bytes, and so on; see proc(5)."""
    descriptor = os.open("/proc/self/statm", os.O_RDONLY)
    try:
        return [int(pages) * os.sysconf("SC_PAGE_SIZE") for pages in os.read(descriptor, 200).split()]
    finally:
        os.close(descriptor)


def main() -> None:
    """Load, say so, and serve the grader."""
    control = socket.socket(fileno=int(sys.argv[2]))
    settings = json.loads(control.recv(MESSAGE_SIZE))
    if settings["backend"] == "namespaces":
        namespaces.enter_own()
    worker = Worker(control, settings)
    control.send(b"{}")  # ready
    worker.serve()
