"""A container around the warm worker: a second wall on Linux, and the only one on macOS and Windows.

The container has no network, no capabilities, a read-only root and a small /tmp. Inside, the broker runs the warm worker with the
strongest wall that works there, usually Landlock, so that submissions are kept apart from each other as well. On Linux the root
is empty but for this machine's own Python, shown read-only; elsewhere an image with the course's package is needed.
"""

import csv
import io
import itertools
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from typing import Any

from bigmodel_edu.language import _
from bigmodel_edu.sandbox import visible_files
from bigmodel_edu.sandbox.limits import SandboxUnavailable
from bigmodel_edu.sandbox.tunnel import Tunnel
from bigmodel_edu.sandbox.workers import ENVIRONMENT, INHERITED, START_SECONDS, STOP_SECONDS, python_command

ENGINES = ("docker", "podman")
IMAGE_VARIABLE = "BIGMODEL_EDU_IMAGE"
EMPTY_IMAGE = "bigmodel-edu-empty"
ENGINE_SECONDS = 60.0
USER = "1000:1000"
PROTECTIONS = (
    *("--rm", "--interactive", "--network", "none", "--read-only", "--cap-drop", "ALL", "--user", USER),
    *("--security-opt", "no-new-privileges", "--pids-limit", "4096", "--ipc", "private"),
    *("--tmpfs", "/tmp:rw,nosuid,nodev,mode=1777,size=1g"),
)


def engine() -> str:
    """Return the name of a container engine that answers. Raises: SandboxUnavailable when none does."""
    for name in filter(shutil.which, ENGINES):
        if _run([name, "info"]).returncode == 0:
            return name
    raise SandboxUnavailable(_("neither Docker nor Podman answers on this machine"))


class ContainerWorker:
    """A warm worker in a container, reached through the pipes of ``docker run``.

    Args:
        settings: what the worker loads and shows.
        environment: further environment variables for it and for all submissions.

    Raises:
        SandboxUnavailable: if there is no engine, no image, or no wall inside; says what to do.
    """

    def __init__(self, settings: Mapping[str, Any], environment: Mapping[str, str]) -> None:
        self._engine = engine()
        self._name = f"bigmodel-edu-{secrets.token_hex(8)}"
        self._numbers = itertools.count(0, 2)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the worker)
        self.process = subprocess.Popen(
            self._command(settings, environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, start_new_session=True
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self._tunnel = Tunnel(self.process.stdout.fileno(), self.process.stdin.fileno())
        self._thread = threading.Thread(target=self._tunnel.run, name="container tunnel", daemon=True)
        self._thread.start()
        self._wait_until_ready(settings)

    def hand_over(self, limits: bytes, channel: socket.socket, commands: socket.socket) -> None:
        """Start a session inside. Raises: OSError if the container is gone."""
        if not self._thread.is_alive():
            raise ConnectionError("the container has ended")
        number = next(self._numbers)
        self._tunnel.attach(number + 1, commands.dup())
        self._tunnel.attach(number, channel.dup(), limits)

    def stop(self) -> None:
        """End the container and wait for its end. May be called again."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self._tunnel.end()
        self._thread.join(STOP_SECONDS)
        self.process.stdin.close()
        self.process.stdout.close()
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            _run([self._engine, "rm", "--force", self._name])
            self.process.kill()
            self.process.wait()
        self._errors.close()

    def _command(self, settings: Mapping[str, Any], environment: Mapping[str, str]) -> list[str]:
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ and name.startswith(("LANG", "LC_"))}
        variables = {**ENVIRONMENT, **inherited, **environment, "HOME": "/tmp", "MPLCONFIGDIR": "/tmp"}
        run = [self._engine, "run", "--name", self._name, *PROTECTIONS]
        run += [f"--env={name}={value}" for name, value in variables.items()]
        image = os.environ.get(IMAGE_VARIABLE)
        if image:
            return [*run, image, "python3", *python_command("broker")[1:3], "from bigmodel_edu.sandbox.broker import main; main()"]
        if sys.platform != "linux":
            raise SandboxUnavailable(_("set {variable} to a Linux image with this package").format(variable=IMAGE_VARIABLE))
        self._make_empty_image()
        return [*run, *_mounts(settings), EMPTY_IMAGE, *python_command("broker")]

    def _make_empty_image(self) -> None:
        if _run([self._engine, "image", "inspect", EMPTY_IMAGE]).returncode:
            made = _run([self._engine, "import", "-", EMPTY_IMAGE], bytes(10240))  # an empty tar archive
            if made.returncode:
                raise SandboxUnavailable(made.stderr.decode("utf-8", "replace").strip())

    def _wait_until_ready(self, settings: Mapping[str, Any]) -> None:
        """Open the first stream: the broker takes the settings from it, and answers in it how it went."""
        ours, theirs = socket.socketpair()
        with ours:
            self._tunnel.attach(next(self._numbers), theirs, json.dumps({**settings, "backend": "auto"}).encode())
            ours.settimeout(START_SECONDS)
            try:
                answer = b"".join(iter(lambda: ours.recv(4096), b"")).decode("utf-8", "replace")
            except OSError as error:
                answer = str(error)
        if answer != "ready":
            self.stop_after_failure(answer)

    def stop_after_failure(self, answer: str) -> None:
        """End the container and say why it did not work. Raises: SandboxUnavailable, always."""
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").strip()
        self.stop()
        reason = (answer or said or _("it ended")).splitlines()[-1]
        raise SandboxUnavailable(_("The container did not start: {reason}").format(reason=reason))


def _mounts(settings: Mapping[str, Any]) -> list[str]:
    """Show this machine's Python, its libraries, and what the worker needs of the package; the bank and the grader are not there."""
    shown = visible_files.describe([*settings["visible"], "sandbox", "calling", "language.py"], settings["hidden"], settings["readable"])
    folders = [*shown.trees, *(link for link, _target in shown.links), *(f"{shown.package}/{part}" for part in shown.parts)]
    programs = {sys.executable, os.path.realpath(sys.executable), *(path for path in shown.files if path.endswith("pyvenv.cfg"))}
    mounts = {path: os.path.realpath(path) for path in (*folders, *sorted(programs))}
    mounts |= dict.fromkeys(shown.masked, "/dev/null")
    arguments = []
    for path, source in mounts.items():
        if source == "/dev/null" and os.path.isdir(path):
            arguments += ["--tmpfs", f"{path}:ro,size=4k"]
        else:
            arguments += ["--mount", _comma_separated("type=bind", f"source={source}", f"target={path}", "readonly")]
    return arguments


def _comma_separated(*fields: str) -> str:
    """Join fields as the engines read them back: as one line of a CSV file.

    >>> _comma_separated("type=bind", "source=/a,b")
    'type=bind,"source=/a,b"'
    """
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(fields)
    return line.getvalue()


def _run(command: list[str], content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, input=content, capture_output=True, timeout=ENGINE_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 125, b"", str(error).encode())
