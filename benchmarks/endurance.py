"""Grading for a long time and through accidents: 50 runs killed at random instants, and 10,000 submissions in one run.

Not part of ``make bench``, since it takes half an hour: ``.venv/bin/python benchmarks/run.py endurance``.
"""

import contextlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from grading import answers, submission
from peers import machine

HERE = Path(__file__).parent
COMMAND = ".venv/bin/python benchmarks/run.py endurance"
GRADE = [sys.executable, "-m", "bigmodel_edu.cli", "grade"]
KILLS, SMALL, LARGE = 50, 40, 10_000
WHAT_COUNTS = (
    "SELECT s.student, s.assignment, s.content, s.attempt, m.exercise, m.points, m.max_points, m.status, m.diagnosis, m.messages, m.parts "
    "FROM submissions s JOIN marks m ON m.submission = s.id ORDER BY s.student, s.assignment, s.attempt, m.place, m.id"
)


def write_class(folder: Path, count: int) -> None:
    """Submissions that all differ, so that none is recognised as graded before."""
    styles = answers()
    for number in range(count):
        answer = styles[number % len(styles)] | {"mark": f"# submission {number}"}
        place = folder / f"s{number:05d}"
        place.mkdir(parents=True)
        (place / "self-attention.ipynb").write_text(submission(answer), encoding="utf-8")


def contents(out: Path) -> list[tuple]:
    with sqlite3.connect(out / "gradebook.db") as connection:
        return connection.execute(WHAT_COUNTS).fetchall()


def kill_often(folder: Path) -> list[str]:
    """Grade one class undisturbed and once with kill -9 at random instants until it is done; compare the gradebooks."""
    write_class(folder / "in", SMALL)
    key = folder / "class.key"
    key.write_text("k" * 32, encoding="ascii")
    command = [*GRADE, folder / "in", "--class-key", key, "--out"]
    subprocess.run([*command, folder / "calm"], check=True, stdout=subprocess.DEVNULL)
    expected, equal, instants = contents(folder / "calm"), 0, random.Random(2026)
    for number in range(KILLS):
        out = folder / "stormy"
        shutil.rmtree(out, ignore_errors=True)
        process = subprocess.Popen([*command, out], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(instants.uniform(0.5, 15.0))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        subprocess.run([*command, out], check=True, stdout=subprocess.DEVNULL)
        equal += contents(out) == expected and (out / "grades.csv").read_bytes() == (folder / "calm" / "grades.csv").read_bytes()
        print(f"   killed {number + 1} times, {equal} gradebooks equal", flush=True)
    runs = f"{KILLS} runs over {SMALL} submissions, each killed (kill -9) at a random instant and started again"
    return [f"{runs}: {equal} gradebooks and CSV files equal to the undisturbed one."]


def grade_many(folder: Path) -> list[str]:
    """Grade a large class in one run and watch the memory of the grader and its processes."""
    write_class(folder / "in", LARGE)
    out, rows, due = folder / "out", [], [500, 1_000, 2_500, 5_000, 7_500, 9_900]
    started = time.monotonic()
    log = (folder / "log").open("w", encoding="utf-8")
    process = subprocess.Popen([*GRADE, folder / "in", "--out", out], stdout=log, stderr=log)
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        time.sleep(0.5)
        done = recorded(out)
        if due and done >= due[0]:
            due.pop(0)
            own = watched.memory_info().rss / 1e6
            tree = memory_of_children(watched)
            rows.append(f"| {done:,} | {own:,.0f} | {tree:,.0f} |")
            print(f"   {done:,} recorded, grader {own:,.0f} MB", flush=True)
    if process.returncode:
        raise RuntimeError((folder / "log").read_text(encoding="utf-8")[-2000:])
    seconds = time.monotonic() - started
    with sqlite3.connect(out / "gradebook.db") as connection:
        submissions, marks = (connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in ("submissions", "marks"))
    lines = (out / "grades.csv").read_text(encoding="utf-8").count("\n") - 1
    return [
        f"{LARGE:,} submissions in one run: {submissions:,} recorded with {marks:,} marks, {lines:,} lines of CSV, {seconds:,.0f} seconds.",
        "",
        "| recorded | grader, MB resident | its processes, MB proportional |",
        "|---:|---:|---:|",
        *rows,
    ]


def recorded(out: Path) -> int:
    try:
        with sqlite3.connect(f"file:{out / 'gradebook.db'}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT COUNT(*) FROM submissions").fetchone()[0]
    except sqlite3.OperationalError:  # not there yet
        return 0


def memory_of_children(process: psutil.Process) -> float:
    """MB of a process's descendants, shared pages counted once; those of single submissions come and go meanwhile."""
    total = 0.0
    for each in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            total += each.memory_full_info().pss / 1e6
    return total


def main() -> None:
    lines = ["# Grading: accidents and large classes", "", f"Command: `{COMMAND}`. Measured {machine()}.", ""]
    for part in (grade_many, kill_often):
        with tempfile.TemporaryDirectory() as temporary:
            lines += [*part(Path(temporary)), ""]
        (HERE / "endurance.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))
