"""Grading on a real Dask scheduler with workers of their own, one of them killed in mid-task."""

import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from bigmodel_edu.grading.marking.engines import open_engine
from bigmodel_edu.grading.marking.work import Setting
from bigmodel_edu.sandbox import Limits
from tests.grading.classroom import PUPILS, Pupil, write_pupil
from tests.grading.test_class import contents, grade, wait_for_marks

pytestmark = pytest.mark.slow


@contextmanager
def started(*command):
    """A server process and the address that it says it listens at."""
    process = subprocess.Popen([sys.executable, "-m", *command], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        for line in process.stderr:
            found = re.search(r"(Scheduler at|Registered to|Start worker at): +(tcp://\S+)", line)
            if found and (found[1] != "Start worker at"):
                yield process, found[2]
                break
        else:
            pytest.fail(f"{command} did not start")
    finally:
        process.kill()
        process.wait()


@contextmanager
def worker(scheduler):
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    with started("distributed.cli.dask_worker", scheduler, *options) as (process, _):
        yield process


@pytest.fixture
def scheduler():
    with started("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show") as (_, address):
        yield address


def test_a_killed_worker_loses_and_doubles_nothing(tmp_path, scheduler):
    quick = [pupil for pupil in PUPILS if "timeout" not in str(pupil.marks)]
    for number in range(24):
        pupil = quick[number % len(quick)]
        write_pupil(tmp_path / "in", Pupil(f"s{number:02d}", pupil.answers, pupil.marks, pupil.spoil, pupil.file))
    key = tmp_path / "class.key"
    key.write_text("k" * 32)
    assert grade(tmp_path / "in", tmp_path / "local", "--class-key", str(key)).returncode == 0
    engine = ["--engine", scheduler.replace("tcp://", "dask://"), "--class-key", str(key)]
    with worker(scheduler) as first, worker(scheduler):
        command = [sys.executable, "-m", "bigmodel_edu.cli", "grade", tmp_path / "in", "--out", tmp_path / "cluster", *engine]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        wait_for_marks(run, tmp_path / "cluster", 3)
        first.send_signal(signal.SIGKILL)
        said, _ = run.communicate()
    assert run.returncode == 0, said
    assert contents(tmp_path / "cluster") == contents(tmp_path / "local")


def test_no_scheduler_and_no_workers_are_said_plainly(scheduler):
    setting = Setting(b"k" * 32, Limits(), ())
    with pytest.raises(ValueError, match="no workers"):
        open_engine(scheduler.replace("tcp://", "dask://"), setting, 1)
    with pytest.raises(ValueError, match="--engine"):
        open_engine("spark://x", setting, 1)
