"""The warm worker as a process of this machine: start it, give it work, stop it."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bigmodel_edu.language import FOLDER, _
from bigmodel_edu.sandbox.limits import SandboxUnavailable

START_SECONDS, STOP_SECONDS = 300.0, 10.0
MESSAGE_SIZE = 65536
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
INHERITED = ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", FOLDER, "HOME", "MPLCONFIGDIR", "TMPDIR")
PACKAGE_PARENT = str(Path(__file__).resolve().parent.parent.parent)


def python_command(module: str, *arguments: str) -> list[str]:
    """Return a command that runs ``main`` of a module of the sandbox in a fresh Python that nobody's current folder can mislead.

    >>> python_command("worker", "3")[1:3]
    ['-P', '-c']
    """
    start = f"import sys; sys.path.append(sys.argv[1]); from bigmodel_edu.sandbox.{module} import main; main()"
    return [sys.executable, "-P", "-c", start, PACKAGE_PARENT, *arguments]


class LocalWorker:
    """A fresh Python process that shares nothing with this one but one socket.

    Args:
        settings: what the worker loads and shows; see `bigmodel_edu.sandbox.worker.Worker`.
        environment: further environment variables for it and for all submissions.

    Raises:
        SandboxUnavailable: if it does not come up; says why.
    """

    def __init__(self, settings: Mapping[str, Any], environment: Mapping[str, str]) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the worker)
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        with theirs:
            self.process = subprocess.Popen(
                python_command("worker", str(theirs.fileno())),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                env=ENVIRONMENT | inherited | dict(environment),
                cwd="/",
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._control.settimeout(START_SECONDS)
        self._wait_until_ready(settings)

    def hand_over(self, limits: bytes, channel: socket.socket, commands: socket.socket) -> None:
        """Give the worker the other ends of a session's sockets. Raises: OSError if it is gone."""
        socket.send_fds(self._control, [limits], [channel.fileno(), commands.fileno()])

    def stop(self) -> None:
        """End the worker and wait for its end. May be called again."""
        self._control.close()
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._errors.close()

    def _wait_until_ready(self, settings: Mapping[str, Any]) -> None:
        try:
            self._control.send(json.dumps(settings).encode())
            ready, silence = self._control.recv(MESSAGE_SIZE), _("it ended")
        except OSError as error:
            ready, silence = b"", str(error)
        if not ready:
            self._errors.seek(0)
            said = self._errors.read().decode("utf-8", "replace").strip().splitlines() or [silence]
            self.process.kill()
            self.stop()
            raise SandboxUnavailable(_("The warm worker did not start: {reason}").format(reason=said[-1]))
