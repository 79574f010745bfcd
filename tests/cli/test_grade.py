"""`grade` as an instructor runs it; whole classes, crashes and hostile notebooks are in tests/grading and tests/hostile."""

import resource

import pytest

from tests.cli.small_class import bigmodel_edu, grade, marks, page, query, to_look_at, write_small_class
from tests.grading.classroom import ATTENTION, MASK, SIZE, Pupil, write_pupil

pytestmark = pytest.mark.slow


def test_a_class_becomes_marks_pages_and_a_report(graded):
    found = marks(graded)
    assert (found["ada", MASK]["status"], found["ada", SIZE]["status"]) == ("passed", "manual")
    assert (found["bob", ATTENTION]["status"], found["bob", ATTENTION]["diagnosis"]) == ("failed", "no-scale")
    assert found["eve", MASK]["status"] == "unreadable"
    assert "A person looks into it" in page(graded, "ada")
    assert "ada" in to_look_at(graded) and "eve" in to_look_at(graded) and "bob" not in to_look_at(graded)


def test_every_mark_says_by_which_exercise_and_grader_it_came_about(graded):
    stamps = query(graded, "SELECT DISTINCT LENGTH(exercise_digest), exercise_version, grader_version <> '' FROM marks")
    assert stamps == [(16, 1, 1)]


def test_a_second_run_has_nothing_to_do(graded):
    before = query(graded, "SELECT * FROM marks")
    done = grade(graded)
    assert done.returncode == 0 and "3 were recorded before and stay as they are" in done.stdout
    assert query(graded, "SELECT * FROM marks") == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE marks SET exercise_digest = 'another' WHERE exercise = 'self-attention.causal_mask'",
        "UPDATE marks SET grader_version = '0.0.1'",
        "DELETE FROM marks WHERE exercise = 'self-attention.causal_mask'",
    ],
    ids=["an exercise changed", "the grader changed", "the lesson gained an exercise"],
)
def test_a_second_run_grades_again_what_has_no_mark_of_today(graded, change):
    query(graded, change)
    before = query(graded, "SELECT * FROM marks")
    done = grade(graded)
    assert done.returncode == 0 and "recorded before" not in done.stdout
    after = query(graded, "SELECT * FROM marks")
    assert set(before) < set(after)
    assert marks(graded)["ada", MASK]["status"] == "passed"
    assert "3 were recorded before" in grade(graded).stdout


def test_a_new_submission_is_graded_beside_the_recorded_ones(graded):
    write_pupil(graded / "in", Pupil("zoe"))
    done = grade(graded)
    assert done.returncode == 0 and "3 were recorded before" in done.stdout
    assert marks(graded)["zoe", MASK]["status"] == "passed"


@pytest.mark.parametrize("place", ["/proc/grades", "file/grades"])
def test_a_folder_that_cannot_be_made_is_wrong_usage_told_in_a_sentence(tmp_path, place):
    write_small_class(tmp_path)
    (tmp_path / "file").touch()
    done = bigmodel_edu("grade", tmp_path / "in", "--out", tmp_path / place)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "cannot be made" in done.stderr and "choose another --out folder" in done.stderr.replace("\n", " ")


def test_a_file_that_is_no_gradebook_is_left_alone(graded):
    for file in (graded / "out").glob("gradebook.db*"):
        file.unlink()
    (graded / "out" / "gradebook.db").write_bytes(b"my thesis" * 1_000)
    done = grade(graded)
    assert done.returncode == 2 and "is not a gradebook" in done.stderr and "Traceback" not in done.stderr
    assert (graded / "out" / "gradebook.db").read_bytes().startswith(b"my thesis")


def small_disk():
    """No file may be larger than this: what is written beyond it fails as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (110_000, resource.RLIM_INFINITY))


def test_a_full_disk_is_told_in_a_sentence_and_the_same_command_goes_on_later(tmp_path):
    for number in range(12):
        write_pupil(tmp_path / "in", Pupil(f"s{number:02d}"))
    full = grade(tmp_path, preexec_fn=small_disk)
    assert full.returncode == 1 and "Traceback" not in full.stderr + full.stdout
    assert "takes no more records" in full.stderr and "run the same command again" in full.stderr
    recorded = query(tmp_path, "SELECT student FROM submissions")
    assert len(recorded) < 12
    later = grade(tmp_path)
    assert later.returncode == 0, later.stderr
    assert {student for student, _ in marks(tmp_path)} == {f"s{number:02d}" for number in range(12)}
    assert query(tmp_path, "SELECT MAX(round), MAX(attempt) FROM marks, submissions") == [(0, 1)]
    if recorded:
        assert "recorded before" in later.stdout


def test_a_page_that_cannot_be_written_costs_no_mark(graded):
    write_pupil(graded / "in", Pupil("zoe"))
    (graded / "out" / "report.html").unlink()
    (graded / "out" / "report.html").mkdir()
    done = grade(graded)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "Every mark is safe in" in done.stderr and "bigmodel-edu report" in done.stderr
    assert query(graded, "SELECT COUNT(*) FROM submissions WHERE student = 'zoe'") == [(1,)]
    assert not list((graded / "out").rglob("*.partial"))
    (graded / "out" / "report.html").rmdir()
    assert bigmodel_edu("report", graded / "out").returncode == 0
    assert marks(graded)["zoe", MASK]["status"] == "passed"


def test_the_class_key_is_made_once_and_for_its_owner_only(graded):
    key = graded / "out" / "class.key"
    assert key.stat().st_mode & 0o777 == 0o600 and len(key.read_text().strip()) == 64
    before = key.read_text()
    assert grade(graded, "--again").returncode == 0
    assert key.read_text() == before
