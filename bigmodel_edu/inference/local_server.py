"""Run the server: in this process until it is told to stop, or in a thread beside a notebook or a test."""

import socket
import threading
from types import TracebackType

import uvicorn
from fastapi import FastAPI

HEADER_SECONDS = 5


def configuration(app: FastAPI, *, log_level: str = "warning") -> uvicorn.Config:
    """Return how uvicorn runs it: bounded waiting for slow clients, and an end within seconds."""
    return uvicorn.Config(
        app, log_level=log_level, access_log=False, timeout_keep_alive=HEADER_SECONDS, timeout_graceful_shutdown=2,
        h11_max_incomplete_event_size=64 * 1024, ws="none", lifespan="on",
    )  # fmt: skip


def listening(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one.

    Raises:
        OSError: if the port is taken or the host is not this machine.
    """
    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


class LocalServer:
    """The server in a thread, on a free port of this machine, for as long as the ``with`` block lasts.

    Args:
        app: from :func:`~bigmodel_edu.inference.app.create_app`.

    Attributes:
        address: such as http://127.0.0.1:40213.

    Raises:
        RuntimeError: if it does not come up within ten seconds.
    """

    def __init__(self, app: FastAPI) -> None:
        self._server = uvicorn.Server(configuration(app))
        self._socket = listening()
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, name="server", daemon=True)

    def __enter__(self) -> "LocalServer":
        self._thread.start()
        for _ in range(1_000):
            if self._server.started:
                return self
            self._thread.join(0.01)
            if not self._thread.is_alive():
                break
        self._server.should_exit = True
        raise RuntimeError("expected the server to come up within ten seconds, it did not")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()
