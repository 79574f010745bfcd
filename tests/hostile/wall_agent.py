"""A grader in a process of its own, with secrets in its environment, memory and files, that runs attacks as it is told.

Started by the tests as ``python wall_agent.py BACKEND USER``; reads one JSON request a line and answers with one line.
"""

import ctypes
import dataclasses
import json
import os
import socket
import sys
import tempfile
from pathlib import Path

ORDINARY_USER = 54321
CLONE_NEWNS, MS_BIND, MS_REC, MS_PRIVATE = 0x20000, 4096, 16384, 1 << 18
HONEST = "import numpy as np\ndef honest(x):\n    return np.asarray(x) + 1\n"


def become_ordinary() -> None:
    """Leave root for an ordinary user who can still reach this Python, which may live in root's home."""
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.unshare(CLONE_NEWNS) == 0
    assert libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None) == 0
    base = Path(sys.base_prefix)
    closed = [folder for folder in base.parents if not folder.stat().st_mode & 0o001]
    if closed:
        kept = os.open(base, os.O_PATH)
        assert libc.mount(b"tmpfs", str(closed[-1]).encode(), b"tmpfs", 0, b"mode=755") == 0
        base.mkdir(parents=True)
        assert libc.mount(f"/proc/self/fd/{kept}".encode(), str(base).encode(), None, MS_BIND, None) == 0
        os.close(kept)
    os.setgroups([])
    os.setresgid(ORDINARY_USER, ORDINARY_USER, ORDINARY_USER)
    os.setresuid(ORDINARY_USER, ORDINARY_USER, ORDINARY_USER)


class Agent:
    """Holds the secrets and the sandbox."""

    def __init__(self, backend: str, folder: Path) -> None:
        from bigmodel_edu.sandbox import Sandbox

        self.canary = os.environ["CANARY"]
        self.kept = [self.canary * 3, {"key": self.canary}]
        self.folder = folder
        folder.chmod(0o755)
        (folder / "secret.txt").write_text(self.canary, encoding="utf-8")
        (folder / "secret.txt").chmod(0o644)
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.unix = socket.socket(socket.AF_UNIX)
        self.unix.bind(str(folder / "socket"))
        os.chmod(folder / "socket", 0o777)
        self.unix.listen()
        self.abstract = socket.socket(socket.AF_UNIX)
        self.abstract.bind(f"\0bigmodel-edu-{os.getpid()}")
        self.abstract.listen()
        self.sandbox = Sandbox(backend, preload=("numpy",))

    def facts(self) -> dict[str, object]:
        """Return what an attacker might know: names and places, but no secret."""
        import bigmodel_edu

        package = Path(bigmodel_edu.__file__).parent
        return {
            "pid": os.getpid(),
            "worker": self.sandbox._worker.process.pid,
            "folder": str(self.folder),
            "secret": str(self.folder / "secret.txt"),
            "socket": str(self.folder / "socket"),
            "abstract": f"\0bigmodel-edu-{os.getpid()}",
            "port": self.tcp.getsockname()[1],
            "package": str(package),
            "repository": str(package.parent),
        }

    def perform(self, request: dict[str, object]) -> dict[str, object]:
        """Run one attack in a session of its own, then look whether honest work still goes well in a new one."""
        from bigmodel_edu.sandbox import Cell, Limits

        limits = Limits(**{"wall_seconds": 30.0, "call_seconds": 20.0} | request.get("limits", {}))
        cells = [Cell("honest", HONEST), Cell("attack", request["source"])]
        with self.sandbox.open(files={"neighbour.txt": b"mine"}) as neighbour, self.sandbox.open(limits) as session:
            ran = session.run(cells)
            outcome = session.call("attack", (self.facts(),)) if request.get("call", True) else None
            afterwards = session.call("honest", (41,))
            beside = neighbour.run([Cell("honest", HONEST)])
            right = neighbour.call("honest", (41,))
            usage = session.close()
        answer = {
            "cells": [cell.ok for cell in ran],
            "cell_error": ran[-1].error and dataclasses.asdict(ran[-1].error),
            "kind": outcome and outcome.kind,
            "value": _plain(outcome and outcome.value),
            "error": outcome and outcome.error and dataclasses.asdict(outcome.error),
            "ended": session.ended,
            "afterwards": afterwards.kind,
            "right_afterwards": _plain(afterwards.value) == 42,
            "neighbour": beside[0].ok and _plain(right.value) == 42,
            "usage": dataclasses.asdict(usage),
            "secret_intact": (self.folder / "secret.txt").read_text(encoding="utf-8") == self.canary,
            "files": sorted(path.name for path in self.folder.iterdir()),
        }
        return answer | {"leaked": self.canary in json.dumps(answer)}


def _plain(value: object) -> object:
    try:
        return json.loads(json.dumps(value.tolist() if hasattr(value, "tolist") else value))
    except TypeError:
        return repr(value)


def main() -> None:
    """Serve until standard input ends."""
    backend, user = sys.argv[1:]
    if user == "ordinary" and os.geteuid() == 0:
        become_ordinary()
        os.environ.pop("HOME", None)
        os.execv(sys.executable, [sys.executable, *sys.argv])
    from bigmodel_edu.sandbox import SandboxUnavailable

    with tempfile.TemporaryDirectory() as folder:
        try:
            agent = Agent(backend, Path(folder))
        except SandboxUnavailable as error:
            print(json.dumps({"unavailable": str(error)}), flush=True)
            return
        print(json.dumps({"pid": os.getpid(), "uid": os.geteuid(), "backend": agent.sandbox.backend}), flush=True)
        for line in sys.stdin:
            print(json.dumps(agent.perform(json.loads(line))), flush=True)
        agent.sandbox.close()


if __name__ == "__main__":
    main()
