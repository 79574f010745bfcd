"""Progress: one line, rewritten in place; silent where nobody looks on or silence is asked for."""

import io
import sys
from itertools import pairwise
from types import SimpleNamespace

import pytest

from bigmodel_edu.data import progress as module
from bigmodel_edu.data.progress import Progress, clock


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def time_passes(monkeypatch):
    """Every look at the clock is 0.3 seconds after the last; no variable decides; no notebook."""
    now = iter(float(step) * 0.3 for step in range(10_000))
    monkeypatch.setattr(module.time, "monotonic", lambda: next(now))
    monkeypatch.delenv("BIGMODEL_EDU_PROGRESS", raising=False)
    monkeypatch.delitem(sys.modules, "IPython", raising=False)


def run(stream, steps=10, **options) -> str:
    with Progress("Work", total=steps, stream=stream, **options) as progress:
        for step in range(steps):
            progress.update(step + 1, f"loss {1 / (step + 1):.2f}")
    return stream.getvalue()


def test_a_terminal_sees_one_line_that_ends_complete(time_passes):
    shown = run(Terminal())
    assert shown.count("\n") == 1 and shown.endswith("\n")
    last = shown.rstrip("\n").split("\r")[-1]
    assert "100 %" in last and "loss 0.10" in last and "╌" not in last
    assert "left" in shown.split("\r")[2]


def test_a_shorter_line_rubs_out_a_longer_one(time_passes):
    stream = Terminal()
    with Progress("Work", stream=stream) as progress:
        for note in ("long " * 8, "long " * 8, "short", "short", "short"):
            progress.update(1, note)
    lines = stream.getvalue().rstrip("\n").split("\r")[1:]
    assert all(len(line) >= len(before.rstrip()) for before, line in pairwise(lines))
    assert "long" not in lines[-1]


@pytest.mark.parametrize(
    ("stream", "variable", "show", "shown"),
    [
        (io.StringIO, "", None, False),
        (Terminal, "", None, True),
        (Terminal, "off", None, False),
        (io.StringIO, "on", None, True),
        (Terminal, "auto", None, True),
        (Terminal, "", False, False),
        (io.StringIO, "off", True, True),
    ],
)
def test_who_decides_whether_it_shows(time_passes, monkeypatch, stream, variable, show, shown):
    if variable:
        monkeypatch.setenv("BIGMODEL_EDU_PROGRESS", variable)
    assert bool(run(stream(), show=show)) == shown


def test_a_notebook_is_a_place_where_someone_looks_on(time_passes, monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel="yes")))
    assert run(io.StringIO())
    monkeypatch.setenv("BIGMODEL_EDU_PROGRESS", "off")
    assert not run(io.StringIO())
    monkeypatch.delenv("BIGMODEL_EDU_PROGRESS")
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    assert not run(io.StringIO())


def test_quick_work_prints_nothing(monkeypatch):
    monkeypatch.setattr(module.time, "monotonic", lambda: 1.0)
    assert run(Terminal(), show=True) == ""


def test_more_steps_than_foreseen_and_none_at_all(time_passes):
    stream = Terminal()
    with Progress("Work", total=2, stream=stream) as progress:
        for step in range(6):
            progress.update(step)
    assert "100 %" in stream.getvalue() and "250 %" not in stream.getvalue()
    with Progress("Nothing", total=0, stream=Terminal()):
        pass


def test_an_error_inside_ends_the_line_and_goes_on(time_passes):
    stream = Terminal()
    with pytest.raises(RuntimeError, match="stop"), Progress("Work", total=9, stream=stream) as progress:
        progress.update(1)
        progress.update(2)
        raise RuntimeError("stop")
    assert stream.getvalue().endswith("\n")


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (59.9, "0:59"), (60, "1:00"), (3601, "60:01")])
def test_clock(seconds, text):
    assert clock(seconds) == text
