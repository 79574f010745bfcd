"""The graders that the attacks run against: every back-end, as this user and, from root, as an ordinary one."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

USERS = ("own", "ordinary")  # the same names on every machine, whoever runs the tests
KINDS = [(backend, user) for backend in ("namespaces", "landlock") for user in USERS]
KINDS += [("container", "own")]  # whoever may use a container engine
AGENT = Path(__file__).with_name("wall_agent.py")


class Grader:
    """A grader process; `attack` runs one attack there and returns what the grader saw."""

    def __init__(self, backend: str, user: str) -> None:
        self.backend, self.user = backend, user
        self.canary = "canary-" + secrets.token_hex(16)
        environment = os.environ | {"CANARY": self.canary, "OMP_NUM_THREADS": "1"}
        command = [sys.executable, str(AGENT), backend, user]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        self.hello = self._read()

    def attack(self, source: str, **request: Any) -> dict[str, Any]:
        """Run the source as a cell, then call its function ``attack(facts)``."""
        self.process.stdin.write(json.dumps({"source": source, **request}) + "\n")
        self.process.stdin.flush()
        answer = self._read()
        assert not answer["leaked"], "the secret came out"
        assert answer["secret_intact"], "the grader's file was changed"
        assert answer["files"] == ["secret.txt", "socket"], f"the grader's folder now holds {answer['files']}"
        assert answer["neighbour"], "honest work in another session went wrong"
        return answer

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def _read(self) -> dict[str, Any]:
        line = self.process.stdout.readline()
        assert line, f"the grader itself ended with status {self.process.wait(timeout=60)}"
        return json.loads(line)


def need_user(user: str) -> None:
    """Skip a test that leaves root for an ordinary user, where there is no root to leave."""
    if user == "ordinary" and os.geteuid() != 0:
        pytest.skip("needs root: only root can become an ordinary user, and this user is one already")


def _started(backend: str, user: str) -> Iterator[Grader]:
    need_user(user)
    grader = Grader(backend, user)
    if "unavailable" in grader.hello:
        grader.close()
        pytest.skip(f"needs the isolation {backend}: {grader.hello['unavailable']}")
    yield grader
    grader.close()


@pytest.fixture(
    scope="session",
    params=[pytest.param(kind, id="-".join(kind), marks=() if kind == KINDS[0] else pytest.mark.slow) for kind in KINDS],
)
def grader(request: pytest.FixtureRequest) -> Iterator[Grader]:
    """A grader behind each wall that isolates."""
    yield from _started(*request.param)


@pytest.fixture(scope="session")
def unprotected() -> Iterator[Grader]:
    """A grader without a wall: it still has limits on time, and believes nothing."""
    yield from _started("none", "own")
