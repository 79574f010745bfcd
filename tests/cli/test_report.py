"""`report`: everything that people read can be made anew from the gradebook alone."""

import shutil

import pytest

from tests.cli.small_class import bigmodel_edu

pytestmark = pytest.mark.slow


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.suffix in (".csv", ".html")}


def test_what_was_lost_is_written_anew_byte_for_byte(graded):
    before = files(graded / "out")
    shutil.rmtree(graded / "out" / "feedback")
    (graded / "out" / "grades.csv").unlink()
    (graded / "out" / "report.html").write_text("spoilt")
    done = bigmodel_edu("report", graded / "out")
    assert done.returncode == 0 and "report.html" in done.stdout
    assert files(graded / "out") == before


def test_a_folder_without_a_gradebook_is_told(tmp_path):
    done = bigmodel_edu("report", tmp_path)
    assert done.returncode == 2 and "has no gradebook.db" in done.stderr


def test_a_page_that_cannot_be_written_is_told(graded):
    (graded / "out" / "report.html").unlink()
    (graded / "out" / "report.html").mkdir()
    done = bigmodel_edu("report", graded / "out")
    assert done.returncode == 1 and "could not be written" in done.stderr and "Traceback" not in done.stderr
