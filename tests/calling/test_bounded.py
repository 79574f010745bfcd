"""The limit on an answer's time: an endless loop ends in a message, and a machine that is busy otherwise costs nobody anything."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bigmodel_edu.calling import call_bounded


def endless():
    while True:
        pass


def asleep():
    time.sleep(60)


@pytest.mark.parametrize("function", [endless, asleep])
def test_what_does_not_end_is_given_up(function):
    assert call_bounded(function, seconds=0.2).kind == "timeout"


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="needs /proc/self/schedstat: it tells how long a thread waited")
def test_a_busy_machine_takes_no_time_from_an_answer():
    def half_a_second_of_work():
        end = time.thread_time() + 0.5
        while time.thread_time() < end:
            pass
        return "done"

    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4 * (os.cpu_count() or 1))]
    try:
        assert call_bounded(half_a_second_of_work, seconds=0.6).value == "done"
        assert call_bounded(endless, seconds=0.2).kind == "timeout"
    finally:
        for other in others:
            other.kill()
            other.wait()
