import json
import os
import select
import signal
import subprocess
import sys

import nbformat
import pytest

from bigmodel_edu.authoring.ledger import FILE
from bigmodel_edu.authoring.module import read_module
from bigmodel_edu.authoring.releasing import UnknownLesson, check, orphans, release
from bigmodel_edu.files import _beginning
from tests.authoring.sample_course import IMPORT, code, exercise, line_of, write_lesson

pytestmark = [pytest.mark.usefixtures("bank"), pytest.mark.slow]


class Told:
    """Remembers what a release says while it works."""

    def __init__(self):
        self.count, self.running, self.most, self.events = 0, 0, 0, []

    def planned(self, count):
        self.count = count

    def started(self, path, reason):
        self.running += 1
        self.most = max(self.most, self.running)
        self.events.append((path, reason))

    def ended(self, path, seconds):
        self.running -= 1


def make(root, *names, jobs=2, **options):
    told = Told()
    return release(root, names, told, jobs=jobs, **options), told


def files(root):
    """Every notebook below notebooks/ and solutions/ with its bytes."""
    paths = (path for folder in ("notebooks", "solutions") for path in (root / folder).rglob("*.ipynb"))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


NUMBERS = code("import random\nprint({'b', 'a', 'c'}, round(random.Random(3).random(), 3))\nprint(hash('text') % 97)")
FIGURE = code("import matplotlib.pyplot as plt\nplt.plot([3, 1, 2])\nplt.show()", alt="A line that falls and rises.")
LETTER, ESSAY = exercise("letter", "letter = None", 'letter = "a"'), exercise("essay", "essay = None", 'essay = "So."')
LESSON = (IMPORT, "Text.", exercise(), LETTER, ESSAY)
WAIT = "import os, threading\nopen({pipe!r}, 'w').write(str(os.getpid()))\nthreading.Event().wait()"


def test_a_release_makes_both_notebooks_and_a_second_one_changes_no_byte(tmp_path):
    write_lesson(tmp_path, *LESSON, NUMBERS, FIGURE)
    (tmp_path / "book/start/index.md").write_text("# Prose\n", encoding="utf-8")
    report, told = make(tmp_path)
    assert (report.problems, report.warnings, report.lessons) == ([], [], 1)
    assert sorted(report.made) == ["notebooks/start/sample.ipynb", "solutions/start/sample.ipynb"] == sorted(files(tmp_path))
    assert told.count == 2
    assert dict(told.events) == dict.fromkeys(report.made, "missing")

    student, solved = (nbformat.read(tmp_path / path, as_version=4) for path in sorted(files(tmp_path)))
    for notebook, status in ((student, "not attempted yet"), (solved, "passed")):
        nbformat.validate(notebook)
        cards = [cell.outputs[0].data["text/plain"] for cell in notebook.cells if cell.metadata.bigmodel_edu.kind == "check"]
        assert len(cards) == 3
        assert all(status in card for card in cards[:2]), cards
        assert any("image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", []))
    assert "marked by a person" in str(solved)

    before = files(tmp_path)
    again, told = make(tmp_path)
    assert (again.made, again.rewritten, again.up_to_date, told.count) == ([], [], 2, 0)
    forced, told = make(tmp_path, force=True)
    assert (forced.made, forced.up_to_date, told.count) == ([], 2, 2)
    assert files(tmp_path) == before
    assert check(tmp_path, ()).drift == []


def test_only_what_changed_runs_again(tmp_path, bank):
    path = write_lesson(tmp_path, *LESSON)
    write_lesson(tmp_path, code("print('no exercise')"), name="start/other")
    make(tmp_path)
    before = files(tmp_path)

    bank.write_text(bank.read_text(encoding="utf-8").replace("points=2", "points=4"), encoding="utf-8")
    report, told = make(tmp_path)
    assert sorted(path for path, _reason in told.events) == ["notebooks/start/sample.ipynb", "solutions/start/sample.ipynb"]
    assert {reason for _path, reason in told.events} == {"sample_bank.double.EXERCISE changed"}
    assert "of 4 points" in files(tmp_path)["notebooks/start/sample.ipynb"].decode()

    path.write_text(path.read_text(encoding="utf-8").replace("return 2 * x", "return x + x"), encoding="utf-8")
    report, told = make(tmp_path)
    assert [path for path, _reason in told.events] == ["solutions/start/sample.ipynb"]

    path.write_text(path.read_text(encoding="utf-8").replace("Text.", "Better text."), encoding="utf-8")
    report, told = make(tmp_path)
    assert told.count == 0
    assert sorted(report.rewritten) == ["notebooks/start/sample.ipynb", "solutions/start/sample.ipynb"]
    assert files(tmp_path)["notebooks/start/other.ipynb"] == before["notebooks/start/other.ipynb"]


def test_numbers_in_the_text_come_from_each_notebooks_own_run(tmp_path):
    told = "Twice {{ number }} is {{ double(number) if solved else 'yours' }}; "
    told += 'GPT-3 has {{ fact("gpt3.parameters").value / 1e9:.1f }} billion.'
    figure = code("plt.plot([number])\nplt.show()", alt='"A point at {{ -number:.1f }}."')
    setup = code("import matplotlib.pyplot as plt\nnumber = 3.5")
    ask = code("try:\n    solved = double(1) == 2\nexcept NotImplementedError:\n    solved = False")
    path = write_lesson(tmp_path, IMPORT, told, setup, exercise(), ask, figure)
    report, _told = make(tmp_path)
    assert (report.problems, len(report.made)) == ([], 2)
    student, solved = (nbformat.read(tmp_path / folder / "start/sample.ipynb", as_version=4) for folder in ("notebooks", "solutions"))
    link = '[174.6](../../book/appendix/facts.md#fact-gpt3-parameters "as of 2020-05-28")'
    assert f"Twice 3.5 is yours; GPT-3 has {link} billion." in str([cell.source for cell in student.cells])
    assert f"Twice 3.5 is 7.0; GPT-3 has {link} billion." in str([cell.source for cell in solved.cells])
    assert {cell.metadata.mystnb.image.alt for each in (student, solved) for cell in each.cells if "mystnb" in cell.metadata} == {
        "A point at −3.5."
    }
    assert check(tmp_path, ()).drift == []
    path.write_text(path.read_text(encoding="utf-8").replace("number = 3.5", "number = 4.5"), encoding="utf-8")
    make(tmp_path)
    assert b"Twice 4.5 is 9.0" in files(tmp_path)["solutions/start/sample.ipynb"]


def test_a_number_that_cannot_be_filled_is_told_and_nothing_is_written(tmp_path):
    write_lesson(tmp_path, "First.\n\nThen {{ number }}.", code("1"), "At {{ known:.2f }}.", code("known = 'text'"))
    report, _told = make(tmp_path)
    lines = {line_of(tmp_path, "Then"): "NameError: name 'number' is not defined", line_of(tmp_path, "At {{"): "ValueError"}
    assert {problem.line for problem in report.problems} == set(lines)
    assert all(lines[problem.line] in problem.what for problem in report.problems)
    assert files(tmp_path) == {}


def test_what_is_noted_of_a_lesson_that_is_gone_goes_with_it(tmp_path):
    path = write_lesson(tmp_path, code("1"), name="a/one")
    write_lesson(tmp_path, code("2"), name="b/two")
    make(tmp_path)
    path.unlink()
    for folder in ("notebooks", "solutions"):
        (tmp_path / folder / "a/one.ipynb").unlink()
    make(tmp_path)
    assert set(json.loads((tmp_path / FILE).read_text(encoding="utf-8"))) == {"notebooks/b/two.ipynb", "solutions/b/two.ipynb"}


def test_notebooks_run_side_by_side_up_to_the_number_of_jobs(tmp_path):
    write_lesson(tmp_path, code("print(3)"))
    assert make(tmp_path, jobs=1)[1].most == 1
    assert make(tmp_path, jobs=2, force=True)[1].most == 2


def test_a_lesson_can_be_asked_for_by_name_or_path(tmp_path):
    write_lesson(tmp_path, code("1"), name="a/one")
    write_lesson(tmp_path, code("2"), name="b/two")
    for name in ("two", "b/two", "book/b/two.md", "./book/b/two.md"):
        assert check(tmp_path, (name,)).drift == ["notebooks/b/two.ipynb: missing", "solutions/b/two.ipynb: missing"]
    make(tmp_path, "one")
    assert sorted(files(tmp_path)) == ["notebooks/a/one.ipynb", "solutions/a/one.ipynb"]
    with pytest.raises(UnknownLesson, match="no lesson 'three' in book/; the lessons are: a/one, b/two"):
        check(tmp_path, ("three",))


def test_every_problem_of_every_lesson_is_told_at_once_and_sound_lessons_are_made(tmp_path):
    write_lesson(tmp_path, code("1"), name="a/sound")
    write_lesson(tmp_path, code("x = ("), "```{note}\n```", name="a/static")
    write_lesson(tmp_path, code("import warnings\nwarnings.warn('old')"), code("print('\\x1b[1m')"), name="b/stray")
    write_lesson(tmp_path, code("import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()"), name="b/bare")
    write_lesson(tmp_path, code("undefined"), name="c/fails")
    (tmp_path / "book/c/headless.md").write_text("# T\n\n" + code("1"), encoding="utf-8")
    report, _told = make(tmp_path)
    told = [(problem.path.removeprefix("book/"), problem.what.split("(")[0].split(":")[0].strip()) for problem in report.problems]
    assert told == [
        ("a/static.md", "not Python"),
        ("a/static.md", "directive {note} in a lesson"),
        ("b/bare.md", "a figure without an alt text"),
        ("b/stray.md", "stray output on stderr"),
        ("b/stray.md", "stray output"),
        ("c/fails.md", "the cell fails in notebooks/c/fails.ipynb"),
        ("c/fails.md", "the cell fails in solutions/c/fails.ipynb"),
        ("c/headless.md", "code cells, but no jupytext header"),
    ]
    assert sorted(files(tmp_path)) == ["notebooks/a/sound.ipynb", "solutions/a/sound.ipynb"]


def test_a_wrong_solution_leaves_both_notebooks_as_they_were(tmp_path):
    path = write_lesson(tmp_path, *LESSON)
    make(tmp_path)
    before = files(tmp_path)
    wrong = path.read_text(encoding="utf-8").replace("return 2 * x", "return 3 * x").replace("NotImplementedError", "NotImplementedError()")
    path.write_text(wrong, encoding="utf-8")
    report, _told = make(tmp_path)
    (problem,) = report.problems
    assert problem.line == line_of(tmp_path, 'check("sample.double", double)')
    assert "the solution of sample.double gets 0 of 2 points (failed)" in problem.what
    assert files(tmp_path) == before


def test_an_answer_in_the_starter_is_told(tmp_path):
    write_lesson(tmp_path, IMPORT, exercise(starter="def double(x):\n    return 2 * x"))
    assert [problem.what for problem in make(tmp_path)[0].problems] == ["the starter of sample.double is taken for an answer (passed)"]


def test_exercises_that_the_lesson_leaves_out_are_noted(tmp_path):
    write_lesson(tmp_path, IMPORT, exercise())
    assert check(tmp_path, ()).warnings == [
        "book/start/sample.md does not ask for sample.letter, which the bank has",
        "book/start/sample.md does not ask for sample.essay, which the bank has",
    ]


def test_a_check_lists_each_drift_with_its_reason_and_writes_nothing(tmp_path):
    path = write_lesson(tmp_path, *LESSON)
    write_lesson(tmp_path, code("1"), name="start/gone")
    make(tmp_path)
    assert check(tmp_path, ()).drift == []

    (tmp_path / "book/start/gone.md").unlink()
    path.write_text(path.read_text(encoding="utf-8").replace("Text.", "Other text."), encoding="utf-8")
    solved = tmp_path / "solutions/start/sample.ipynb"
    notebook = json.loads(solved.read_text(encoding="utf-8"))
    notebook["cells"][-1]["execution_count"] = None
    notebook["cells"][-1]["outputs"] = []
    solved.write_text(json.dumps(notebook), encoding="utf-8")
    write_lesson(tmp_path, code("1"), name="start/new")
    before = files(tmp_path)

    report = check(tmp_path, ())
    assert report.drift == [
        "notebooks/start/new.ipynb: missing",
        "solutions/start/new.ipynb: missing",
        "notebooks/start/sample.ipynb: its text or metadata differ from book/start/sample.md",
        "solutions/start/sample.ipynb: not executed from top to bottom (code cells 8)",
        "notebooks/start/gone.ipynb: orphaned: there is no book/start/gone.md; remove it, or add its source",
        "solutions/start/gone.ipynb: orphaned: there is no book/start/gone.md; remove it, or add its source",
    ]
    assert files(tmp_path) == before
    report, _told = make(tmp_path)
    assert report.warnings == ["notebooks/start/gone.ipynb has no source", "solutions/start/gone.ipynb has no source"]
    assert files(tmp_path)["notebooks/start/gone.ipynb"] == before["notebooks/start/gone.ipynb"]


def test_a_check_needs_no_kernel(tmp_path, monkeypatch):
    write_lesson(tmp_path, *LESSON)
    make(tmp_path)
    monkeypatch.setattr("bigmodel_edu.authoring.releasing.execute", None)
    monkeypatch.setattr(subprocess, "Popen", None)
    assert check(tmp_path, ()).drift == []


def test_a_notebook_that_takes_long_is_noted(tmp_path, monkeypatch):
    monkeypatch.setattr("bigmodel_edu.authoring.releasing.MOST_SECONDS", 0.001)
    write_lesson(tmp_path, code("1"))
    report, _told = make(tmp_path)
    assert len(report.warnings) == 2
    assert all("s of the processor; a reader should wait 0 s at most" in warning for warning in report.warnings)


def test_two_lessons_of_one_name_are_refused(tmp_path):
    write_lesson(tmp_path, code("1"), name="a/same")
    write_lesson(tmp_path, code("2"), name="b/same")
    assert [str(problem) for problem in check(tmp_path, ()).problems] == [
        "book/b/same.md:1: book/a/same.md is a lesson of the same name. Give one of the two another name."
    ]


def test_a_file_that_another_release_is_writing_is_left_to_it(tmp_path):
    write_lesson(tmp_path, code("1"))
    folder = tmp_path / "notebooks/start"
    folder.mkdir(parents=True)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    living, left = (folder / f"{_beginning(folder / 'x.ipynb')}{writer}.00000000.partial" for writer in (os.getpid(), ended.pid))
    for path in (living, left):
        path.write_text("half", encoding="utf-8")
    make(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == [living.name, "sample.ipynb"]


def test_checkpoints_of_an_editor_are_no_orphans(tmp_path):
    copy = tmp_path / "notebooks/start/.ipynb_checkpoints/sample-checkpoint.ipynb"
    copy.parent.mkdir(parents=True)
    copy.write_text("{}", encoding="utf-8")
    (tmp_path / "book").mkdir()
    assert orphans(tmp_path) == []


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_an_interruption_leaves_every_notebook_whole(tmp_path, ending):
    """The second lesson stops in a cell that waits for the test; then the release is interrupted."""
    pipe = tmp_path / "reached"
    os.mkfifo(pipe)
    write_lesson(tmp_path, code("print('old')"), name="a/first")
    write_lesson(tmp_path, code("print('old')"), name="b/second")
    make(tmp_path)
    before = files(tmp_path)
    write_lesson(tmp_path, code(WAIT.format(pipe=str(pipe))), name="b/second")
    write_lesson(tmp_path, code("print('new')"), name="a/first")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = f"{_beginning(tmp_path / 'first.ipynb')}{gone.pid}.00000000.partial"
    (tmp_path / "notebooks/a" / left).write_text("half", encoding="utf-8")

    command = [sys.executable, "-m", "bigmodel_edu.cli", "release", "--jobs", "1", "--root", str(tmp_path)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    kernel = int(pipe.read_text())
    process.send_signal(ending)
    _out, errors = process.communicate(timeout=300)
    assert process.returncode == (130 if ending == signal.SIGINT else -signal.SIGKILL)
    if ending == signal.SIGINT:
        assert "Interrupted. Every notebook is whole" in errors
        assert "Traceback" not in errors
    _wait_until_gone(kernel)

    after = files(tmp_path)
    assert {name: content for name, content in after.items() if "second" in name} == {
        name: content for name, content in before.items() if "second" in name
    }
    for name in ("notebooks/a/first.ipynb", "solutions/a/first.ipynb"):
        assert after[name] != before[name]
        assert b"new" in after[name]
    assert set(after) == set(before)


def _wait_until_gone(process: int) -> None:
    """Wait until a process that is not our child ends, a minute at most."""
    try:
        descriptor = os.pidfd_open(process)
    except ProcessLookupError:
        return
    assert select.select([descriptor], [], [], 300)[0], "the kernel outlived its release"
    os.close(descriptor)


def test_a_message_that_only_cards_ask_for_does_not_count_where_there_are_images(tmp_path):
    write_lesson(tmp_path, *LESSON, FIGURE)
    write_lesson(tmp_path, code("from bigmodel_edu.language import _\n_('a label of the figure')"), FIGURE, name="start/drawn")
    make(tmp_path)
    noted = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    status_word = noted["notebooks/start/sample.ipynb"]["names"]["bigmodel_edu.checking.showing"]["status_word"]
    texts = read_module("bigmodel_edu.checking.showing").definitions["status_word"].texts
    shown = {texts[int(place)] for place in status_word.partition(":")[2].split(",")}
    assert "not attempted yet" in shown and "ran out of memory" not in shown
