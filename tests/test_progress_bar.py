"""Progress: a bar in a terminal, a line in a notebook, two lines in a log; silent where silence is asked for."""

import io
import re
import subprocess
import sys
import threading
from itertools import pairwise
from types import SimpleNamespace

import pytest

from bigmodel_edu import progress_bar as module
from bigmodel_edu import terminal_bar
from bigmodel_edu.progress_bar import Progress, clock, follow


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch) -> Clock:
    """The test turns the clock; no variable decides; no notebook; a terminal wide enough."""
    turned = Clock()
    monkeypatch.setattr(module.time, "monotonic", turned)
    monkeypatch.delenv("BIGMODEL_EDU_PROGRESS", raising=False)
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    return turned


@pytest.fixture
def notebook(time, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel="yes")))


def run(time: Clock, stream, steps=10, **options) -> str:
    with Progress("Work", total=steps, stream=stream, **options) as progress:
        for step in range(steps):
            time.now += 0.3
            progress.update(step + 1, f"loss {1 / (step + 1):.2f}")
    return stream.getvalue()


def words(shown: str) -> str:
    """What a terminal shows, without colours and movements."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)


def test_a_terminal_sees_a_bar_that_ends_complete(time):
    shown = words(run(time, Terminal()))
    assert shown.endswith("\n") and "0:02 left" in shown
    last = shown.rstrip("\n").split("\r")[-1]
    assert re.fullmatch(r"Work ━{24} 100 % loss 0\.10 0:02", last.strip())


def test_a_notebook_sees_one_line_of_text_rewritten_in_place(time, notebook):
    shown = run(time, io.StringIO())
    assert shown.count("\n") == 1 and shown.endswith("\n") and "\x1b" not in shown and "<" not in shown
    last = shown.rstrip("\n").split("\r")[-1]
    assert "100 %" in last and "loss 0.10" in last and "╌" not in last
    assert "left" in shown.split("\r")[2]


def test_in_a_notebook_a_shorter_line_rubs_out_a_longer_one(time, notebook):
    stream = io.StringIO()
    with Progress("Work", stream=stream) as progress:
        for note in ("long " * 8, "long " * 8, "short", "short", "short"):
            time.now += 0.6
            progress.update(1, note)
    lines = stream.getvalue().rstrip("\n").split("\r")[1:]
    assert all(len(line) >= len(before.rstrip()) for before, line in pairwise(lines))
    assert "long" not in lines[-1]


def test_a_log_gets_a_line_when_long_work_begins_and_one_when_it_ends(time):
    assert run(time, io.StringIO(), steps=6) == "", "1.8 seconds are not long"
    assert run(time, io.StringIO(), steps=9) == "Work …\nWork  100 %  loss 0.11  0:02\n"
    stream = io.StringIO()
    with Progress("One long step", stream=stream):
        time.now += 90
    assert stream.getvalue() == "One long step …\nOne long step  1:30\n"


@pytest.mark.parametrize(
    ("stream", "variable", "show", "shown"),
    [
        (io.StringIO, "", None, "Work …"),
        (Terminal, "", None, "━"),
        (Terminal, "off", None, ""),
        (io.StringIO, "off", None, ""),
        (io.StringIO, "on", None, "━"),
        (Terminal, "auto", None, "━"),
        (Terminal, "", False, ""),
        (Terminal, "on", False, ""),
        (io.StringIO, "off", True, "━"),
    ],
)
def test_who_decides_whether_it_shows(time, monkeypatch, stream, variable, show, shown):
    if variable:
        monkeypatch.setenv("BIGMODEL_EDU_PROGRESS", variable)
    seen = run(time, stream(), show=show)
    assert shown in seen and bool(seen) == bool(shown)


def test_a_notebook_is_silent_when_it_is_recorded(time, notebook, monkeypatch):
    monkeypatch.setenv("BIGMODEL_EDU_PROGRESS", "off")
    assert not run(time, io.StringIO())


def test_ipython_without_a_kernel_is_a_terminal_like_another(time, monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    assert run(time, io.StringIO()).startswith("Work …\n")


@pytest.mark.parametrize("stream", [Terminal, io.StringIO])
def test_quick_work_prints_nothing(time, stream):
    assert run(time, stream(), steps=1) == ""


def test_more_steps_than_foreseen_and_none_at_all(time):
    stream = Terminal()
    with Progress("Work", total=2, stream=stream) as progress:
        for step in range(6):
            time.now += 0.5
            progress.update(step)
    assert "100 %" in stream.getvalue() and "250 %" not in stream.getvalue()
    with Progress("Nothing", total=0, stream=Terminal()):
        time.now += 3


@pytest.mark.parametrize("place", ["terminal", "notebook", "log"])
def test_an_error_inside_ends_the_line_and_goes_on(time, request, place):
    if place == "notebook":
        request.getfixturevalue("notebook")
    stream = Terminal() if place == "terminal" else io.StringIO()
    with pytest.raises(RuntimeError, match="stop"), Progress("Work", total=9, stream=stream) as progress:
        time.now += 3
        progress.update(2)
        raise RuntimeError("stop")
    assert words(stream.getvalue()).endswith("\n") and terminal_bar.SCREEN.bars is None


@pytest.mark.parametrize("place", ["terminal", "notebook", "log", "off"])
def test_lines_that_stay_are_shown_everywhere_and_as_they_are(time, request, monkeypatch, place):
    if place == "notebook":
        request.getfixturevalue("notebook")
    if place == "off":
        monkeypatch.setenv("BIGMODEL_EDU_PROGRESS", "off")
    stream = Terminal() if place == "terminal" else io.StringIO()
    with Progress("Work", total=3, stream=stream) as progress:
        for step in range(3):
            progress.say(f"file[bold] {step} [/x] {'wide ' * 40}|")
            time.now += 1
            progress.advance()
    lines = [line.split("\r")[-1].strip() for line in words(stream.getvalue()).splitlines()]
    assert [line for line in lines if line.startswith("file")] == [f"file[bold] {step} [/x] {'wide ' * 40}|" for step in range(3)]


def test_work_within_work_shares_the_screen(time):
    stream = Terminal()
    with Progress("Outer", total=2, stream=stream) as outer:
        for _step in range(2):
            with Progress("Inner", total=3, stream=stream) as inner:
                for _part in range(3):
                    time.now += 1
                    inner.advance()
            outer.advance()
    shown = words(stream.getvalue())
    both = [line for line in re.split(r"[\r\n]+", shown) if line.startswith("Inner")]
    assert len(both) > 2 and "Inner ━" in shown and "Outer ━" in shown
    assert shown.rstrip().split("\n")[-1].split("\r")[-1].startswith("Outer") and "100 %" in shown.rstrip().split("\n")[-1]
    assert terminal_bar.SCREEN.bars is None


def test_many_threads_lose_no_step(time):
    with Progress("Work", total=8_000, show=False) as progress:
        threads = [threading.Thread(target=lambda: [progress.advance() for _step in range(1_000)]) for _worker in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert progress.done == 8_000


def test_follow_gives_each_thing_and_knows_the_number_where_it_can(time):
    def slowly(things):
        for thing in things:
            time.now += 1
            yield thing

    assert list(follow("abc", "Letters", show=False)) == ["a", "b", "c"]
    assert list(follow(slowly("abc"), "Letters", show=False)) == ["a", "b", "c"]


def test_telling_it_needs_no_rich_until_a_terminal_shows_it():
    code = "import sys; from bigmodel_edu.progress_bar import follow; list(follow([1], 'x')); print('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (59.9, "0:59"), (60, "1:00"), (3601, "60:01")])
def test_clock(seconds, text):
    assert clock(seconds) == text
