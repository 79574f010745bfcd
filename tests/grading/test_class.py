"""A whole class, graded by the command as an instructor runs it."""

import csv
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.grading.classroom import LESSON, PUPILS, RIGHT, SIZE, Pupil, write_class, write_pupil

pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-m", "bigmodel_edu.cli", "grade"]


def grade(submissions: Path, out: Path, *more: str) -> subprocess.CompletedProcess:
    return subprocess.run([*COMMAND, submissions, "--out", out, "--timeout", "20", *more], capture_output=True, text=True, check=False)


def marks(out: Path) -> dict[str, dict[str, dict[str, str]]]:
    with (out / "grades.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows:
        assert row["exercise"] not in found.get(row["student"], {}), "one mark for each student and exercise"
        found.setdefault(row["student"], {})[row["exercise"]] = row
    return found


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    write_class(folder / "submissions")
    done = grade(folder / "submissions", folder / "grades")
    assert done.returncode == 0, done.stderr
    return folder / "grades", done.stdout


@pytest.mark.parametrize("pupil", PUPILS, ids=lambda pupil: pupil.name)
def test_every_mark_is_right_and_every_wrong_answer_named(graded, pupil: Pupil):
    out, _ = graded
    got = marks(out)[pupil.name]
    expected = dict.fromkeys(RIGHT, ("passed", "")) | {SIZE: ("not_attempted", "")} | pupil.marks
    for exercise, (status, diagnosis) in expected.items():
        assert got[exercise]["status"] in status.split("|"), (exercise, got[exercise])
        assert got[exercise]["diagnosis"] == diagnosis
        full = float(got[exercise]["points"]) == float(got[exercise]["max_points"])
        assert full == (status == "passed")
    assert set(got) == set(expected)


def test_the_summary_and_the_files_are_there(graded):
    out, said = graded
    assert "Grading 24 submissions, isolation:" in said and "grades.csv" in said
    assert "2 could not be read" in said
    assert (out / "report.html").stat().st_size > 2_000
    assert len(list((out / "feedback").rglob("*.html"))) == 24


def test_feedback_has_no_script_and_no_foreign_work(graded):
    out, _ = graded
    for page in (out / "feedback").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text and "http" not in text
        others = {pupil.name for pupil in PUPILS} - {page.parent.name}
        assert not any(name in text for name in others)


def contents(out: Path) -> list[tuple]:
    with sqlite3.connect(out / "gradebook.db") as connection:
        return connection.execute(
            "SELECT s.student, s.assignment, s.content, s.label, s.attempt, s.notes, m.exercise, m.place, m.points, m.max_points, "
            "m.status, m.diagnosis, m.messages, m.parts, m.answer FROM submissions s JOIN marks m ON m.submission = s.id "
            "ORDER BY s.student, s.assignment, s.attempt, m.place, m.id"
        ).fetchall()


def wait_for_marks(process: subprocess.Popen, out: Path, count: int) -> None:
    """Return when the gradebook holds so many submissions, or the process has ended."""
    while process.poll() is None:
        try:
            with sqlite3.connect(f"file:{out / 'gradebook.db'}?mode=ro", uri=True) as connection:
                if connection.execute("SELECT COUNT(*) FROM submissions").fetchone()[0] >= count:
                    return
        except sqlite3.OperationalError:  # not there yet
            pass
        try:
            process.wait(0.01)
        except subprocess.TimeoutExpired:
            continue


def test_kill_9_at_any_instant_loses_and_doubles_nothing(tmp_path):
    rng = random.Random(7)
    quick = [pupil for pupil in PUPILS if "timeout" not in str(pupil.marks)]
    for number in range(40):
        pupil = quick[number % len(quick)]
        write_pupil(tmp_path / "submissions", Pupil(f"s{number:02d}", pupil.answers, pupil.marks, pupil.spoil, pupil.file))
    key = tmp_path / "class.key"
    key.write_text("k" * 32)
    assert grade(tmp_path / "submissions", tmp_path / "calm", "--class-key", str(key)).returncode == 0
    out = tmp_path / "stormy"
    for _ in range(4):
        process = subprocess.Popen([*COMMAND, tmp_path / "submissions", "--out", out, "--class-key", key], stdout=subprocess.DEVNULL)
        already = len({row[:3] for row in contents(out)}) if (out / "gradebook.db").exists() else 0
        wait_for_marks(process, out, already + rng.randint(1, 9))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert grade(tmp_path / "submissions", out, "--class-key", str(key)).returncode == 0
    assert contents(out) == contents(tmp_path / "calm")
    for name in ("grades.csv",):
        assert (out / name).read_text() == (tmp_path / "calm" / name).read_text()


def test_running_again_grades_only_what_is_new(tmp_path):
    write_pupil(tmp_path / "in", PUPILS[0])
    assert grade(tmp_path / "in", tmp_path / "out").returncode == 0
    before = contents(tmp_path / "out")
    write_pupil(tmp_path / "in", PUPILS[3])
    again = grade(tmp_path / "in", tmp_path / "out")
    assert "1 was recorded before" in again.stdout
    assert set(before) < set(contents(tmp_path / "out"))


@pytest.mark.parametrize(
    "arguments, words", [(["nowhere"], "does not exist"), (["."], "has no notebooks"), (["nowhere", "--sandbox", "magic"], "magic")]
)
def test_wrong_usage_ends_with_2_and_says_why(tmp_path, arguments, words):
    done = subprocess.run([*COMMAND, *arguments, "--out", "out"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and words in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_lesson_itself_untouched_and_solved(tmp_path):
    for name, source in (("untouched", LESSON), ("solved", LESSON.parents[2] / "solutions" / "algorithms" / "self-attention.ipynb")):
        (tmp_path / "in" / name).mkdir(parents=True)
        shutil.copy(source, tmp_path / "in" / name)
    assert grade(tmp_path / "in", tmp_path / "out").returncode == 0
    got = marks(tmp_path / "out")
    assert {row["status"] for row in got["untouched"].values()} == {"not_attempted"}
    solved = {exercise: row for exercise, row in got["solved"].items() if exercise != SIZE}
    assert {row["status"] for row in solved.values()} == {"passed"}
    assert got["solved"][SIZE]["status"] in ("passed", "manual")  # solved for the practice numbers: a person looks into it
