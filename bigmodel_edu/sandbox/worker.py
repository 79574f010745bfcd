"""The warm worker: imports everything heavy once, then forks a monitor and a child for each submission. It holds no secrets."""

import json
import os
import signal
import socket
import sys
from typing import Any

from bigmodel_edu.sandbox import cgroups, child, folders, gentle, monitor, preload, seccomp, syscalls, view, wall
from bigmodel_edu.sandbox.limits import Limits

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
        self.views = {programs: view.describe(*shown, programs) for programs in (False, True)}
        self.rules = {programs: view.rules(shown) for programs, shown in self.views.items()}
        self.filters = {} if self.backend == "none" else {programs: self._filter(programs) for programs in (False, True)}
        self.hierarchy = None if self.backend == "none" else cgroups.writable()
        if self.hierarchy is not None:
            cgroups.remove_abandoned(self.hierarchy)
        folders.remove_abandoned()
        for name in ONLY_FOR_LOADING:
            os.environ.pop(name, None)
        os.environ.update(HOME="/tmp", USER="student", LOGNAME="student")
        preload.settle()

    def _load(self, names: list[str]) -> Any:
        preload.load(names)
        from bigmodel_edu.sandbox.shell import make_shell

        return make_shell()

    def _filter(self, programs: bool) -> bytes:
        private = self.backend == "namespaces"
        own_pid = None if private and programs else 1 if private else seccomp.OWN_PID
        return seccomp.build(seccomp.Policy(own_pid, file_attributes=private, processes=programs), syscalls.architecture())

    def open(self, limits: Limits, channel: socket.socket, commands: socket.socket) -> None:
        """Fork the monitor of one submission. Raises: RuntimeError when this process has more than one thread."""
        if preload.threads() > 1:
            raise RuntimeError(f"the worker has {preload.threads()} threads and cannot be forked safely")
        if os.fork() == 0:
            try:
                self._monitor(limits, channel, commands)
            finally:
                os._exit(0)

    def _monitor(self, limits: Limits, channel: socket.socket, commands: socket.socket) -> None:
        self.control.close()

        def serve(folder: str) -> None:
            connection = _keep_only(channel)
            child.main(connection, lambda files: self._plan(limits, files, folder), limits.reply_bytes, self.shell)

        monitor.main(commands, channel, self.backend, limits, self.hierarchy, serve)

    def _plan(self, limits: Limits, files: dict[str, bytes], folder: str) -> wall.Plan:
        programs = limits.processes > 0
        program = self.filters.get(programs, b"")
        if self.backend == "landlock":
            program = seccomp.with_own_pid(program, os.getpid())
        return wall.Plan(self.backend, limits, self.views[programs], self.rules[programs], program, files, folder, _address_space())


def _keep_only(channel: socket.socket) -> socket.socket:
    """Close every descriptor but standard output and the channel, which gets a fixed number."""
    nothing = os.open("/dev/null", os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(channel.detach(), CHANNEL)
    os.closerange(CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))
    return socket.socket(fileno=CHANNEL)


def _address_space() -> int:
    """Return the bytes of address space that this process takes."""
    descriptor = os.open("/proc/self/statm", os.O_RDONLY)
    try:
        return int(os.read(descriptor, 200).split()[0]) * os.sysconf("SC_PAGE_SIZE")
    finally:
        os.close(descriptor)


def main() -> None:
    """Load, say so, and serve the grader until it closes the control socket."""
    control = socket.socket(fileno=int(sys.argv[2]))
    worker = Worker(control, json.loads(control.recv(MESSAGE_SIZE)))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # monitors report to the grader; nobody waits for them here
    control.send(b"{}")  # ready
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_SIZE, 2)
        if not message:
            break
        channel, commands = (socket.socket(fileno=descriptor) for descriptor in descriptors)
        with channel, commands:
            try:
                worker.open(Limits(**json.loads(message)), channel, commands)
            except (RuntimeError, OSError) as error:
                commands.sendall(json.dumps({"ended": "no wall", "message": str(error)}).encode())
