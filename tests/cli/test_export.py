"""`export`: the marks that count now, in each system's form, through the command."""

import csv
import json
import zipfile

import pytest

from tests.cli.small_class import bigmodel_edu
from tests.grading.classroom import SIZE

pytestmark = pytest.mark.slow


def export(folder, kind, *more, out="marks"):
    return bigmodel_edu("export", folder / "out", "--to", kind, "--out", folder / out, *more)


def table(path):
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream))


def test_a_persons_mark_counts_in_every_form(graded):
    marked = bigmodel_edu("mark", graded / "out", "ada", SIZE, "0.5", "--marker", "Dr Lee", "--reason", "half of it")
    assert marked.returncode == 0
    assert export(graded, "csv").stdout.startswith("3 marks written to")
    by_student = dict(table(graded / "marks")[1:])
    full = by_student["ada"]
    assert float(full) > float(by_student["bob"]) > float(by_student["eve"]) == 0
    assert export(graded, "canvas").returncode == 0
    assert [line[-1] for line in table(graded / "marks")[2:]] == list(by_student.values())
    assert export(graded, "gradescope").returncode == 0
    with zipfile.ZipFile(graded / "marks") as archive:
        results = json.loads(archive.read("ada/self-attention/results.json"))
    (size,) = [test for test in results["tests"] if test["name"] == SIZE]
    assert str(results["score"]) == full and size["score"] == 0.5 and "Dr Lee" in size["output"]


def test_wrong_usage_is_told_and_writes_nothing(graded):
    for done, words in (
        (export(graded, "csv", "--assignment", "poetry"), "no marks for poetry"),
        (export(graded, "moodle"), "no Moodle number"),
        (bigmodel_edu("export", graded, "--to", "csv", "--out", graded / "marks"), "has no gradebook.db"),
    ):
        assert done.returncode == 2 and words in " ".join(done.stderr.split())
    assert not (graded / "marks").exists()


def test_a_place_that_takes_no_file_is_told_in_a_sentence(graded):
    done = bigmodel_edu("export", graded / "out", "--to", "csv", "--out", "/proc/marks/marks.csv")
    assert done.returncode == 1 and "/proc/marks" in done.stderr and "Traceback" not in done.stderr
