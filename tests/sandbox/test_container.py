"""The container back-end, where an engine answers; and what is said where none does."""

import os
import subprocess
import sys

import pytest

from bigmodel_edu.sandbox import Cell, Sandbox, SandboxUnavailable, container, probe


@pytest.fixture(scope="module")
def engine():
    try:
        return container.engine()
    except SandboxUnavailable as error:
        pytest.skip(f"needs a container engine: {error}")


@pytest.fixture(scope="module")
def sandbox(engine):
    with Sandbox("container", preload=("numpy",)) as opened:
        yield opened


def running(engine, name):
    listed = subprocess.run([engine, "ps", "--quiet", "--filter", f"name={name}"], capture_output=True, text=True, check=True)
    return bool(listed.stdout.strip())


def test_it_holds_what_it_promises(engine):
    (report,) = probe("container")
    assert report.works, report
    assert report.gives


def test_sessions_work_as_they_do_elsewhere(sandbox):
    with sandbox.open(files={"data.txt": b"x"}) as first, sandbox.open() as second:
        for session in (first, second):
            assert session.run([Cell("a", "import numpy as np\ndef f(x):\n    return np.asarray(x) + 1")])[0].ok
        assert first.call("f", (41,)).value == second.call("f", (41,)).value == 42
        assert first.run([Cell("b", "1 / 0")])[0].error.type == "ZeroDivisionError"
        assert second.call("f", timeout=5).error.type == "TypeError"
    assert not first.close().killed


def test_a_hang_ends_there_too(sandbox):
    with sandbox.open() as session:
        session.run([Cell("a", "def wait():\n    while True: pass")])
        assert session.call("wait", timeout=0.5).kind == "timeout"


def test_the_bank_is_not_even_in_the_container(engine, sandbox):
    wanted = "{{range .Mounts}}{{.Destination}}\n{{end}}"
    inspected = subprocess.run([engine, "inspect", sandbox._worker._name, "--format", wanted], capture_output=True, text=True)
    destinations = inspected.stdout.split("\n")
    assert any(path.endswith("bigmodel_edu/sandbox") for path in destinations)
    assert not any(part in path for path in destinations for part in ("exercises", "checking", "grading"))


def test_a_killed_grader_leaves_no_container(engine):
    script = """
from bigmodel_edu.sandbox import Sandbox
sandbox = Sandbox("container", preload=())
print(sandbox._worker._name, flush=True)
with sandbox.open() as session:
    input()
"""
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as grader:
        name = grader.stdout.readline().strip()
        assert running(engine, name)
        grader.kill()
    subprocess.run([engine, "wait", name], capture_output=True, timeout=60)  # returns when the container has ended
    assert not running(engine, name)


def test_without_an_engine_it_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(SandboxUnavailable, match="Docker nor Podman"):
        Sandbox("container")


def test_away_from_linux_it_asks_for_an_image(engine, monkeypatch):
    monkeypatch.setattr(container.sys, "platform", "darwin")
    monkeypatch.delenv(container.IMAGE_VARIABLE, raising=False)
    with pytest.raises(SandboxUnavailable, match=container.IMAGE_VARIABLE):
        Sandbox("container")


def test_an_image_that_does_not_exist_is_named(engine, monkeypatch):
    monkeypatch.setenv(container.IMAGE_VARIABLE, "localhost:1/no/such/image")
    with pytest.raises(SandboxUnavailable, match="did not start"):
        Sandbox("container")
