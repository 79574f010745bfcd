"""The last line of the tests: what was not run, and the one command that lets it run; and in CI, no browser test left out."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.not_run import sentences

ROOT = Path(__file__).parents[1]
TESTS = """
import pytest

@pytest.mark.browser
@pytest.mark.parametrize("page", range(3))
def test_page(page):
    pytest.skip("needs Chromium: make browsers")

def test_model():
    pytest.skip("needs real models: make data")

@pytest.mark.skipif(True, reason="needs an accelerator")
def test_accelerator():
    pass

def test_plain():
    pass
"""


def test_one_command_serves_for_all_that_can_be_had():
    counted = {"needs Chromium: make browsers": 450, "needs Firefox: make browsers": 1, "needs real models: make data": 9}
    assert sentences(Counter(counted)) == [
        "460 tests were not run: 450 need Chromium, 1 needs Firefox, 9 need real models. To run them too: make browsers data"
    ]


def test_what_cannot_be_had_stands_above_with_its_reason():
    counted = {"needs an accelerator": 1, "needs isolation: no user namespaces: a: b": 2, "weather": 3, "needs Chromium: make browsers": 1}
    assert sentences(Counter(counted)) == [
        "1 test was not run: it needs an accelerator",
        "2 tests were not run: they need isolation: no user namespaces: a: b",
        "3 tests were not run: weather",
        "1 test was not run: 1 needs Chromium. To run them too: make browsers",
    ]


def test_nothing_left_out_is_said_too():
    assert sentences(Counter()) == ["No test was left out."]


@pytest.fixture
def run(tmp_path):
    """Run tests that are skipped, in a project of their own; with ``CI`` true or not."""
    (tmp_path / "test_some.py").write_text(TESTS)
    (tmp_path / "test_peer.py").write_text("import pytest\n\npytest.importorskip('no_such_peer', reason='needs a peer')\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    browser: needs a browser\n")
    (tmp_path / "tests").mkdir()
    for name in ("__init__.py", "not_run.py"):
        shutil.copy(ROOT / "tests" / name, tmp_path / "tests")

    def run(ci: str, *options: str) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "CI": ci, "PYTHONPATH": str(tmp_path), "PYTEST_ADDOPTS": ""}
        command = [sys.executable, "-m", "pytest", "-p", "tests.not_run", *options]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)

    return run


def test_a_run_says_what_it_left_out_and_ends_well(run):
    done = run("")
    assert done.returncode == 0, done.stdout
    assert "4 tests were not run: 3 need Chromium, 1 needs real models. To run them too: make browsers data" in done.stdout
    assert "1 test was not run: it needs an accelerator" in done.stdout


def test_several_runs_are_added_up(run, tmp_path):
    for _ in range(2):
        run("", "-k", "page or plain")
    said = subprocess.run([sys.executable, "-m", "tests.not_run"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "6 tests were not run: 6 need Chromium. To run them too: make browsers"


@pytest.mark.parametrize("processes", [(), ("-n", "2")])
def test_ci_fails_when_a_browser_test_was_left_out_and_only_then(run, processes):
    done = run("true", *processes)
    assert done.returncode == 1
    assert "CI must run every browser test, but 3 were skipped, the first of them test_some.py::test_page[0]" in done.stdout
    assert run("true", "-k", "not page").returncode == 0
