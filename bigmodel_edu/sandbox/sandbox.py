"""The warm worker as the grader sees it: start it once, open a session for each submission."""

import dataclasses
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from bigmodel_edu.calling import Plain
from bigmodel_edu.language import _
from bigmodel_edu.sandbox.limits import Limits, SandboxUnavailable
from bigmodel_edu.sandbox.probing import ORDER, strongest
from bigmodel_edu.sandbox.session import Session

PRELOAD = ("numpy", "torch", "matplotlib")
VISIBLE = ("models", "data", "text", "training", "inference", "economics", "facts", "viz", "device", "calling", "language.py", "locale")
START_SECONDS, STOP_SECONDS = 300.0, 10.0
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
ENVIRONMENT = {
    **ONE_THREAD,
    "PATH": "/usr/bin:/bin",
    "MPLBACKEND": "Agg",
    "CUDA_VISIBLE_DEVICES": "",  # a process that has used a GPU cannot be forked
    "TORCHDYNAMO_DISABLE": "1",  # torch.compile would start a C++ compiler: it returns the model as it is
    "PYTHONHASHSEED": "0",  # the same order of sets at every regrade
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "MALLOC_ARENA_MAX": "2",
}
INHERITED = ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "HOME", "MPLCONFIGDIR", "TMPDIR")
START = "import sys; sys.path.append(sys.argv[1]); from bigmodel_edu.sandbox.worker import main; main()"


class Sandbox:
    """One warm worker, from which every session is forked. A context manager; several threads may hold sessions at once.

    Args:
        backend: "auto" takes the strongest that works here; or "namespaces", "landlock", "container", or "none" (time limits only).
        limits: for sessions that name none of their own.
        preload: modules that the worker imports before any submission.
        visible: parts of the course's package that submissions can import.
        hidden: paths that submissions must never see although they lie among installed packages; plug-ins are hidden anyway.
        readable: further folders that submissions may read, such as the one with the course's data sets.
        environment: environment variables for submissions, such as the one that names that folder.

    Attributes:
        backend: the chosen one.

    Raises:
        SandboxUnavailable: if no isolation works here; says what to install or change.
    """

    def __init__(
        self,
        backend: str = "auto",
        limits: Limits | None = None,
        preload: Sequence[str] = PRELOAD,
        visible: Sequence[str] = VISIBLE,
        hidden: Sequence[str | Path] = (),
        readable: Sequence[str | Path] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.limits = limits or Limits()
        if backend not in ("auto", "none", *ORDER):
            raise ValueError(f"expected backend to be auto, {', '.join(ORDER)} or none, got {backend!r}")
        self.backend = strongest() if backend == "auto" else backend
        if self.backend == "container":
            raise SandboxUnavailable(_("Neither Docker nor Podman answers on this machine."))
        self._environment = dict(environment or {})
        self._settings = {
            "backend": self.backend,
            "preload": [*preload],
            "visible": [*visible],
            "hidden": [os.path.abspath(path) for path in hidden],
            "readable": [os.path.abspath(path) for path in readable],
        }
        self._lock = threading.Lock()
        self._sessions: weakref.WeakSet[Session] = weakref.WeakSet()
        self._start()

    def open(
        self,
        limits: Limits | None = None,
        files: Mapping[str, bytes] | None = None,
        variants: Mapping[str, Mapping[str, Plain]] | None = None,
    ) -> Session:
        """Fork one child behind the full wall.

        Args:
            limits: for this session.
            files: relative path → content; they appear read-only in the session's working folder.
            variants: what ``student().variant(name)`` answers in this session, by name.

        Raises:
            SandboxUnavailable: if the wall cannot be built.
            ValueError: if a file's name is absolute or leads out of the folder.
        """
        limits = limits or self.limits
        checked = {_inside(name): bytes(content) for name, content in (files or {}).items()}
        ours, theirs = socket.socketpair()
        commands, monitor = socket.socketpair()
        message = json.dumps(dataclasses.asdict(limits)).encode()
        with theirs, monitor, self._lock:
            self._hand_over(message, [theirs.fileno(), monitor.fileno()])
        session = Session(ours, commands, limits)
        with self._lock:
            self._sessions.add(session)
        session.start(checked, {name: dict(numbers) for name, numbers in (variants or {}).items()})
        return session

    def close(self) -> None:
        """End all sessions and the worker. May be called again."""
        with self._lock:
            sessions = list(self._sessions)
        for session in sessions:
            session.close()
        self._stop()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _hand_over(self, message: bytes, descriptors: list[int]) -> None:
        """Give the worker the other ends of a session's sockets; a worker that has died is replaced once."""
        try:
            socket.send_fds(self._control, [message], descriptors)
        except OSError:
            self._stop()
            self._start()
            socket.send_fds(self._control, [message], descriptors)

    def _stop(self) -> None:
        self._control.close()
        try:
            self._process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def _start(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the worker)
        with theirs:
            self._process = _start_worker(theirs, self._errors, self._environment)
        self._control.settimeout(START_SECONDS)
        try:
            self._control.send(json.dumps(self._settings).encode())
            ready = self._control.recv(65536)
        except OSError as error:
            ready = str(error).encode() if isinstance(error, TimeoutError) else b""
        if not ready.startswith(b"{"):
            self._errors.seek(0)
            said = self._errors.read().decode("utf-8", "replace").strip().splitlines() or [ready.decode()]
            self._process.kill()
            self._stop()
            raise SandboxUnavailable(_("The warm worker did not start: {reason}").format(reason=said[-1]))


def _start_worker(control: socket.socket, errors: Any, extra: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a fresh Python that shares nothing with this process but one socket, which becomes its descriptor 3."""
    environment = ENVIRONMENT | {name: os.environ[name] for name in INHERITED if name in os.environ} | dict(extra)
    package_parent = str(Path(__file__).resolve().parent.parent.parent)
    descriptor = control.fileno()
    return subprocess.Popen(
        [sys.executable, "-P", "-c", START, package_parent, str(descriptor)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        env=environment,
        cwd="/",
        pass_fds=[descriptor],
        start_new_session=True,
    )


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\0" in name or str(path) == ".":
        raise ValueError(f"expected a relative path inside the working folder, got {name!r}")
    return str(path)
