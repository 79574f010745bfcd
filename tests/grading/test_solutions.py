"""The solved notebook of every lesson, graded by the command as a student's: full points for every exercise."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
SOLUTIONS = sorted((ROOT / "solutions").rglob("*.ipynb"))
BY_HAND = ("text",)  # a person marks these


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("solutions")
    for path in SOLUTIONS:
        (folder / "in" / path.stem).mkdir(parents=True)
        shutil.copy(path, folder / "in" / path.stem)
    command = [sys.executable, "-m", "bigmodel_edu.cli", "grade", folder / "in", "--out", folder / "out"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    with (folder / "out" / "grades.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("lesson", [path.stem for path in SOLUTIONS])
def test_a_solved_lesson_gets_full_points(graded, lesson):
    from bigmodel_edu.exercises import chapter

    rows = {row["exercise"]: row for row in graded if row["student"] == lesson}
    assert set(rows) == {exercise.id for exercise in chapter(lesson)}
    for exercise in chapter(lesson):
        if exercise.kind not in BY_HAND:
            row = rows[exercise.id]
            assert (row["status"], float(row["points"])) == ("passed", exercise.points), row
