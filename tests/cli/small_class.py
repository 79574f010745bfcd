"""A class of three, graded by the command as an instructor runs it: one right, one wrong, one that cannot be read."""

import csv
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from bigmodel_edu.exercises import find
from tests.grading.classroom import ALL_UNREADABLE, ATTENTION, SIZE, Pupil, scored, write_pupil

COMMAND = [sys.executable, "-m", "bigmodel_edu.cli"]
PRACTICE = f"{find(SIZE).target} = {find(SIZE).right_answer()!r}\n"  # right for the practice numbers: a person looks into it
PUPILS = (
    Pupil("ada", {SIZE: PRACTICE}),
    Pupil("bob", {ATTENTION: scored(scale="1")}),
    Pupil("eve", {}, ALL_UNREADABLE, lambda document: b"{"),
)


def bigmodel_edu(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a person does."""
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False, **options)


def grade(folder: Path, *more: object, **options: object) -> subprocess.CompletedProcess[str]:
    return bigmodel_edu("grade", folder / "in", "--out", folder / "out", *more, **options)


def write_small_class(folder: Path) -> None:
    for pupil in PUPILS:
        write_pupil(folder / "in", pupil)


def marks(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The lines of grades.csv, by student and exercise."""
    with (folder / "out" / "grades.csv").open(newline="", encoding="utf-8") as stream:
        return {(row["student"], row["exercise"]): row for row in csv.DictReader(stream)}


def page(folder: Path, student: str) -> str:
    return (folder / "out" / "feedback" / student / "self-attention.html").read_text(encoding="utf-8")


def to_look_at(folder: Path) -> str:
    """The report's section of what a person should look at."""
    report = (folder / "out" / "report.html").read_text(encoding="utf-8")
    return report.split("To look at</h2>")[1].split("<h2>")[0]


def query(folder: Path, statement: str) -> list[tuple]:
    """Ask the gradebook itself, or change it as an earlier version would have left it."""
    with closing(sqlite3.connect(folder / "out" / "gradebook.db")) as connection, connection:
        return connection.execute(statement).fetchall()
