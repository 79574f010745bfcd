"""The names of the tests: the same in every process, whatever the clock, the place, the language and the order of hashing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def collect(**variables: str) -> "subprocess.Popen[str]":
    """Begin to collect every test in a process of its own."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider", "-p", "no:randomly", "tests"]
    environment = {**os.environ, "PYTEST_ADDOPTS": "", **variables}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.mark.slow
def test_every_process_collects_the_same_names(tmp_path):
    """What xdist needs: when two workers differ in one name, no test runs at all."""
    first = collect(PYTHONHASHSEED="1", TZ="UTC")
    names = [line for line in first.communicate()[0].splitlines() if "::" in line]
    second = collect(PYTHONHASHSEED="77", TZ="Asia/Tokyo", HOME=str(tmp_path), TMPDIR=str(tmp_path), LANG="C", PYTHONUTF8="1", CI="true")
    again = [line for line in second.communicate()[0].splitlines() if "::" in line]
    assert first.returncode == second.returncode == 0
    assert len(names) > 3000
    assert len(set(names)) == len(names)
    assert again == names
    places = (str(ROOT), sys.prefix)
    assert not [name for name in names if any(place in name.partition("::")[2] for place in places)]
