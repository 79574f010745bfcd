"""The warm worker as the grader sees it: start it once, open a session for each submission."""

import os
import threading
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from bigmodel_edu.calling import Plain
from bigmodel_edu.sandbox.limits import Limits
from bigmodel_edu.sandbox.opening import VISIBLE, open_session, start_worker
from bigmodel_edu.sandbox.probing import ORDER, strongest
from bigmodel_edu.sandbox.session import Session

PRELOAD = ("numpy", "torch", "matplotlib")


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
        self._worker = start_worker(self._settings, self._environment)

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
            ValueError: if a file's name is absolute or leads out of the folder, or if the limits allow processes where nothing but a
                process namespace could end them all.
        """
        limits = limits or self.limits
        if limits.processes and self.backend not in ("namespaces", "none"):
            raise ValueError(f"expected processes to be 0 with the back-end {self.backend}, got {limits.processes}; use namespaces")
        checked = {_inside(name): bytes(content) for name, content in (files or {}).items()}
        with self._lock:
            try:
                session = open_session(self._worker, limits)
            except OSError:  # a worker that has died is replaced, once
                self._worker.stop()
                self._worker = start_worker(self._settings, self._environment)
                session = open_session(self._worker, limits)
            self._sessions.add(session)
        session.start(checked, {name: dict(numbers) for name, numbers in (variants or {}).items()})
        return session

    def close(self) -> None:
        """End all sessions and the worker. May be called again."""
        with self._lock:
            sessions = list(self._sessions)
        for session in sessions:
            session.close()
        self._worker.stop()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\0" in name or str(path) == ".":
        raise ValueError(f"expected a relative path inside the working folder, got {name!r}")
    return str(path)
