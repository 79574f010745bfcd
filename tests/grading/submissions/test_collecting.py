import os
import stat
import zipfile

import pytest

from bigmodel_edu.grading.submissions.collecting import find_submissions
from bigmodel_edu.grading.submissions.submission import NoSubmissions


def found(place):
    return [(each.student, each.name, each.problem) for each in find_submissions(place)]


def test_folders_and_single_files_are_both_read(tmp_path):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "b.ipynb").write_text("{}")
    (tmp_path / "ada" / "a.ipynb").write_text("{}")
    (tmp_path / "ada" / ".ipynb_checkpoints").mkdir()
    (tmp_path / "ada" / ".ipynb_checkpoints" / "a-checkpoint.ipynb").write_text("{}")
    (tmp_path / "bob.ipynb").write_text("{}")
    (tmp_path / "notes.txt").write_text("no")
    assert found(tmp_path) == [("ada", "a.ipynb", ""), ("ada", "b.ipynb", ""), ("bob", "bob.ipynb", "")]


def test_links_are_refused_not_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "x.ipynb").write_text("{}")
    (tmp_path / "thief").mkdir()
    os.symlink(tmp_path / "real" / "x.ipynb", tmp_path / "thief" / "x.ipynb")
    os.symlink(tmp_path / "real", tmp_path / "folder-link")
    os.symlink(tmp_path / "real" / "x.ipynb", tmp_path / "file-link.ipynb")
    problems = {student: problem for student, _, problem in found(tmp_path)}
    assert not problems.pop("real") and all("link" in problem for problem in problems.values()) and len(problems) == 3


def test_pipes_and_empty_folders_are_recorded_not_read(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe" / "x.ipynb")
    problems = {student: problem for student, _, problem in found(tmp_path)}
    assert problems == {"empty": "the folder has no notebook", "pipe": "not a regular file"}


@pytest.mark.parametrize(
    "entry, student, name",
    [
        ("lovelaceada_LATE_1234_56789_self-attention-2.ipynb", "lovelaceada_1234", "self-attention.ipynb"),
        ("lovelaceada_1234_56789_self-attention.ipynb", "lovelaceada_1234", "self-attention.ipynb"),
        ("Ada Lovelace_31415_assignsubmission_file_/self-attention.ipynb", "Ada Lovelace_31415", "self-attention.ipynb"),
        ("assignment_1_export/submission_271828/self-attention.ipynb", "submission_271828", "self-attention.ipynb"),
        ("submissions/ada/self-attention.ipynb", "ada", "self-attention.ipynb"),
        ("ada.ipynb", "ada", "ada.ipynb"),
    ],
)
def test_the_names_that_each_lms_gives_are_understood(tmp_path, entry, student, name):
    with zipfile.ZipFile(tmp_path / "lms.zip", "w") as archive:
        archive.writestr(entry, "{}")
        archive.writestr("__MACOSX/._x.ipynb", "junk")
    (only,) = find_submissions(tmp_path / "lms.zip")
    assert (only.student, only.name, only.read()) == (student, name, b"{}")


def test_zip_entries_that_leave_the_archive_or_are_links_are_refused(tmp_path):
    link = zipfile.ZipInfo("eve/link.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("../../mallory/x.ipynb", "{}")
        archive.writestr("..\\..\\mallory2\\x.ipynb", "{}")
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good/x.ipynb", "{}")
    problems = {student: problem for student, _, problem in found(tmp_path / "evil.zip")}
    assert problems.pop("good") == "" and len(problems) == 3 and all(problems.values())
    assert list(tmp_path.iterdir()) == [tmp_path / "evil.zip"]


def test_a_zip_bomb_is_refused_by_its_stated_size(tmp_path):
    with (
        zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a/x.ipynb", "w", force_zip64=True) as out,
    ):
        for _ in range(300):
            out.write(bytes(1 << 20))
    assert "MB" in found(tmp_path / "bomb.zip")[0][2]


@pytest.mark.parametrize(
    "make", [lambda p: None, lambda p: p.mkdir(), lambda p: p.write_bytes(b"no zip"), lambda p: p.write_bytes(b"PK\x03\x04cut")]
)
def test_nothing_to_grade_says_what_was_expected(tmp_path, make):
    make(tmp_path / "place")
    with pytest.raises(NoSubmissions, match=r"place"):
        find_submissions(tmp_path / "place")
