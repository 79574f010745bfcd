"""Inside the container: runs the warm worker and joins its sessions to the tunnel that leads out."""

import json
import socket
import sys
from typing import Any

from bigmodel_edu.sandbox.limits import SandboxUnavailable
from bigmodel_edu.sandbox.probing import strongest
from bigmodel_edu.sandbox.tunnel import Tunnel
from bigmodel_edu.sandbox.workers import LocalWorker

INSIDE = ("namespaces", "landlock")


class Broker:
    """Answers what comes out of the tunnel: first the settings, then one message for each session.

    Args:
        incoming: descriptor of the pipe from the grader.
        outgoing: descriptor of the pipe to it.
    """

    def __init__(self, incoming: int, outgoing: int) -> None:
        self.tunnel = Tunnel(incoming, outgoing, self._open)
        self.worker: LocalWorker | None = None

    def run(self) -> None:
        """Serve until the grader is gone."""
        self.tunnel.run()
        if self.worker is not None:
            self.worker.stop()

    def _open(self, number: int, message: bytes) -> None:
        if self.worker is None:
            self._start(number, json.loads(message))
            return
        channel, commands = self._stream(number), self._stream(number + 1)
        with channel, commands:
            try:
                self.worker.hand_over(message, channel, commands)
            except OSError as error:
                commands.sendall(json.dumps({"ended": "no wall", "message": str(error)}).encode())

    def _start(self, number: int, settings: dict[str, Any]) -> None:
        with self._stream(number) as answer:
            try:
                self.worker = LocalWorker({**settings, "backend": strongest(INSIDE)}, {})
            except SandboxUnavailable as error:
                answer.sendall(str(error).encode())
            else:
                answer.sendall(b"ready")

    def _stream(self, number: int) -> socket.socket:
        ours, theirs = socket.socketpair()
        self.tunnel.attach(number, theirs)
        return ours


def main() -> None:
    """Serve over standard input and output."""
    Broker(sys.stdin.fileno(), sys.stdout.fileno()).run()
