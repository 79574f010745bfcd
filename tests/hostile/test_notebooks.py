"""Hostile notebooks through the command that an instructor runs: nothing forged, leaked, hung or lost; honest marks kept."""

import copy
import csv
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

from tests.grading.classroom import ATTENTION, ENTROPY, LESSON, MASK, RIGHT, Pupil, write_pupil
from tests.hostile.hostile_notebooks import ANSWERS
from tests.hostile.wall_agent import ORDINARY_USER
from tests.hostile.wall_graders import USERS, need_user

pytestmark = pytest.mark.slow
ORDINARY = Path(__file__).with_name("ordinary.py")


def grade(submissions, out, *more, as_user=()):
    command = ["-m", "bigmodel_edu.cli", "grade", submissions, "--out", out, "--timeout", "3", "--memory", "512", *more]
    return subprocess.run([sys.executable, *as_user, *command], capture_output=True, text=True, check=False)


def marks(out):
    with (out / "grades.csv").open(newline="", encoding="utf-8") as stream:
        return {(row["student"], row["exercise"]): row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def folder_of_everybody():
    """A folder that an ordinary user can reach; pytest's own is closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="bigmodel-edu-hostile-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module", params=USERS)
def graded(request, folder_of_everybody):
    """One class, graded by root and by an ordinary user: every hostile answer, honest neighbours before, between and after."""
    need_user(request.param)
    folder = folder_of_everybody / request.param
    folder.mkdir()
    for name, code in ANSWERS.items():
        write_pupil(folder / "in", Pupil(f"h-{name}", {ATTENTION: code}))
    for name in ("a-first", "h-m-middle", "z-last"):
        write_pupil(folder / "in", Pupil(name, {}))
    as_user = ()
    if request.param == "ordinary" and os.geteuid() == 0:
        as_user = (ORDINARY, folder)
        for path in (folder_of_everybody, folder, *folder.rglob("*")):
            os.chown(path, ORDINARY_USER, ORDINARY_USER)
    done = grade(folder / "in", folder / "out", as_user=as_user)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "out", marks(folder / "out"), done


@pytest.mark.parametrize("name", ANSWERS)
def test_a_hostile_answer_earns_nothing_and_the_honest_ones_beside_it_count(graded, name):
    _, found, _ = graded
    attacked = found[f"h-{name}", ATTENTION]
    assert float(attacked["points"]) == 0 and attacked["status"] != "passed", attacked
    for honest in (MASK, ENTROPY):
        assert found[f"h-{name}", honest]["status"] == "passed", found[f"h-{name}", honest]


@pytest.mark.parametrize("name", ["a-first", "h-m-middle", "z-last"])
def test_neighbours_keep_their_marks(graded, name):
    _, found, _ = graded
    assert all(found[name, exercise]["status"] == "passed" for exercise in RIGHT)


def test_no_page_runs_script_or_repeats_hidden_inputs(graded):
    out, _, done = graded
    pages = [*(out / "feedback").rglob("*.html"), out / "report.html", out / "grades.csv"]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text and "<img" not in text and "LEAK" not in text, page
        assert "\x1b" not in text and "\u202e" not in text
    assert "\x1b[31m" not in done.stdout and "LEAK" not in done.stdout


def test_nothing_is_left_behind(graded):
    names = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "bigmodel_edu.sandbox.worker" not in names or "pytest" in names  # other tests may run beside this one
    assert not [entry for entry in os.listdir("/dev/shm") if "bigmodel" in entry]


def changed(change):
    def spoil(document):
        document = copy.deepcopy(document)
        document = change(document) or document
        return document if isinstance(document, bytes) else json.dumps(document).encode()

    return spoil


def each_cell(change):
    def apply(document):
        for cell in document["cells"]:
            change(cell)

    return changed(apply)


def retype(document):
    for cell in document["cells"]:
        if cell["metadata"].get("bigmodel_edu", {}).get("exercise") == ATTENTION:
            cell["cell_type"] = "markdown"


def old_format(document):
    cells = [{"cell_type": c["cell_type"], "input": c["source"], "source": c["source"], "metadata": {}} for c in document["cells"]]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": document["metadata"], "worksheets": [{"cells": cells}]}


SAME = dict.fromkeys(RIGHT, "passed")
UNREADABLE = dict.fromkeys(RIGHT, "unreadable")
FILES = {
    "no-metadata": (changed(lambda d: d.update(metadata={}, cells=[c | {"metadata": {}} for c in d["cells"]])), SAME),
    "no-ids": (each_cell(lambda c: c.pop("id", None)), SAME),
    "other-ids": (each_cell(lambda c: c.update(id="x")), SAME),
    "doubled-cells": (changed(lambda d: d.update(cells=[c for c in d["cells"] for _ in "12"])), SAME),
    "reversed-cells": (changed(lambda d: d.update(cells=d["cells"][::-1])), SAME),
    "retyped": (changed(retype), SAME | {ATTENTION: "not_attempted"}),
    "format-3": (changed(old_format), SAME),
    "format-9": (changed(lambda d: d.update(nbformat=9, nbformat_minor=99)), SAME),
    "giant-integer": (lambda d: json.dumps(d).encode()[:-1] + b', "n": ' + b"9" * 100_000 + b"}", SAME),
    "utf-16": (lambda d: json.dumps(d).encode("utf-16"), SAME),
    "byte-order-mark": (lambda d: b"\xef\xbb\xbf" + json.dumps(d).encode(), SAME),
    "lines-as-lists": (
        each_cell(lambda c: c.update(source=c["source"].splitlines(keepends=True)) if isinstance(c["source"], str) else None),
        SAME,
    ),
    "other-lesson-claimed": (changed(lambda d: d["metadata"].update(bigmodel_edu={"lesson": "start/no-such-lesson"})), SAME),
    "false-exercise-ids": (each_cell(lambda c: c["metadata"].update(bigmodel_edu={"kind": "demo", "exercise": "x" * 9000})), SAME),
    "colab": (each_cell(lambda c: c.update(metadata={"id": "AbC123", "colab": {"base_uri": "x"}})), SAME),
    "truncated": (lambda d: json.dumps(d).encode()[:-200], UNREADABLE),
    "deep-nesting": (lambda d: b"[" * 10**6, UNREADABLE),
    "binary": (lambda d: bytes(range(256)) * 99, UNREADABLE),
    "a-number": (lambda d: b"42", UNREADABLE),
}


def test_files_of_every_kind_are_read_or_refused_with_a_reason(tmp_path):
    for name, (spoil, _) in FILES.items():
        write_pupil(tmp_path / "in", Pupil(name, {}, {}, spoil))
    done = grade(tmp_path / "in", tmp_path / "out", "--assignment", "self-attention")
    assert done.returncode == 0, done.stderr[-2000:]
    found = marks(tmp_path / "out")
    got = {name: {exercise: found[name, exercise]["status"] for exercise in RIGHT} for name in FILES}
    assert got == {name: expected for name, (_, expected) in FILES.items()}


def test_identity_comes_from_the_folder_never_from_the_notebook(tmp_path):
    write_pupil(tmp_path / "in", Pupil("ada", {}))
    stolen = changed(lambda d: d["metadata"].update(bigmodel_edu={"lesson": "algorithms/self-attention", "student": "ada"}))
    write_pupil(
        tmp_path / "in", Pupil("eve", {ATTENTION: "student = 'ada'\nfrom bigmodel_edu import student as s\ns('ada')\n"}, {}, stolen)
    )
    os.symlink(tmp_path / "in" / "ada", tmp_path / "in" / "mallory")
    assert grade(tmp_path / "in", tmp_path / "out").returncode == 0
    found = marks(tmp_path / "out")
    assert found["ada", ATTENTION]["status"] == "passed"
    assert found["eve", ATTENTION]["status"] != "passed" and found["eve", MASK]["status"] == "passed"
    assert found["mallory", ATTENTION]["status"] == "unreadable"


@pytest.mark.parametrize(
    "student", ["'; DROP TABLE marks; --", "=cmd|'/c calc'!A0", "<script>alert(1)</script>", "\u202egnp.exe", "a" * 200, "x..."]
)
def test_names_of_students_do_no_harm(tmp_path, student):
    folder = student.replace("/", "∕")
    write_pupil(tmp_path / "in", Pupil(folder, {}))
    assert grade(tmp_path / "in", tmp_path / "out").returncode == 0
    (page,) = (tmp_path / "out" / "feedback").rglob("*.html")
    assert page.resolve().is_relative_to((tmp_path / "out" / "feedback").resolve())
    assert "<script" not in page.read_text(encoding="utf-8")
    assert not (tmp_path / "out" / "grades.csv").read_text(encoding="utf-8").splitlines()[1].startswith("=")


def test_two_notebooks_of_one_student_are_both_kept_and_the_last_by_name_counts(tmp_path):
    write_pupil(tmp_path / "in", Pupil("ada", {}, file="a.ipynb"))
    write_pupil(tmp_path / "other", Pupil("ada", {ATTENTION: "x = 1\n"}, file="b.ipynb"))
    shutil.copy(tmp_path / "other" / "ada" / "b.ipynb", tmp_path / "in" / "ada")
    assert grade(tmp_path / "in", tmp_path / "out").returncode == 0
    assert marks(tmp_path / "out")["ada", ATTENTION]["status"] == "not_attempted"
    assert "2 submissions" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_a_hostile_zip_harms_nobody(tmp_path):
    link = zipfile.ZipInfo("eve/self-attention.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "lms.zip", "w") as archive:
        archive.writestr("../../../outside/self-attention.ipynb", LESSON.read_bytes())
        archive.writestr(link, "/etc/passwd")
        archive.writestr("ada/self-attention.ipynb", LESSON.read_bytes())
    assert grade(tmp_path / "lms.zip", tmp_path / "out").returncode == 0
    found = marks(tmp_path / "out")
    assert found["ada", ATTENTION]["status"] == "not_attempted" and found["eve", ATTENTION]["status"] == "unreadable"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["lms.zip", "out"]
