"""Start a worker, and let it start a session: what the sandbox does for the grader, and the probe to find out whether a wall holds."""

import dataclasses
import json
import socket
from collections.abc import Mapping
from typing import Any, Protocol

from bigmodel_edu.sandbox.container import ContainerWorker
from bigmodel_edu.sandbox.limits import Limits
from bigmodel_edu.sandbox.session import Session
from bigmodel_edu.sandbox.workers import LocalWorker

VISIBLE = (  # the parts of the course's package that submissions can import
    *("models", "data", "text", "training", "inference", "economics", "facts", "viz", "device", "calling", "locale"),
    *("language.py", "files.py", "progress_bar.py", "terminal_bar.py", "escaping.py"),
)


class Worker(Protocol):
    """What starts sessions: a warm worker on this machine or in a container."""

    def hand_over(self, limits: bytes, channel: socket.socket, commands: socket.socket) -> None:
        """Start a session that talks over the other ends of these sockets."""

    def stop(self) -> None:
        """End the worker and all its sessions."""


def start_worker(settings: Mapping[str, Any], environment: Mapping[str, str]) -> Worker:
    """Start the worker of a back-end.

    Args:
        settings: backend, preload, visible, hidden and readable; see `Sandbox`.
        environment: environment variables for submissions.

    Raises:
        SandboxUnavailable: if the worker cannot be started.
    """
    start = ContainerWorker if settings["backend"] == "container" else LocalWorker
    return start(dict(settings), dict(environment))


def open_session(worker: Worker, limits: Limits) -> Session:
    """Let a worker fork a process, and return the session that speaks with it; `Session.start` builds its wall.

    Raises:
        OSError: if the worker has died.
    """
    ours, theirs = socket.socketpair()
    commands, reports = socket.socketpair()
    with theirs, reports:
        try:
            worker.hand_over(json.dumps(dataclasses.asdict(limits)).encode(), theirs, reports)
        except OSError:
            ours.close()
            commands.close()
            raise
    return Session(ours, commands, limits)
