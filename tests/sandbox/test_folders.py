import os
import subprocess
import sys
from pathlib import Path

import pytest

from bigmodel_edu.sandbox import folders
from bigmodel_edu.sandbox.folders import WorkFolder


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_is_private_and_goes_away(temporary):
    folder = WorkFolder()
    assert os.stat(folder.path).st_mode & 0o077 == 0
    Path(folder.path, "file").write_text("x")
    folder.remove()
    assert list(temporary.iterdir()) == []


def test_is_full_by_bytes_and_by_number():
    folder = WorkFolder()
    Path(folder.path, "a/b").mkdir(parents=True)
    Path(folder.path, "a/b/file").write_bytes(bytes(range(256)) * 400)
    assert not folder.is_full(200_000)
    assert folder.is_full(50_000)
    folder.remove()


def test_a_sparse_file_counts_what_it_takes():
    folder = WorkFolder()
    with open(os.path.join(folder.path, "sparse"), "wb") as file:
        file.truncate(10**9)
    assert not folder.is_full(10**6)
    folder.remove()


def test_too_many_entries_are_not_counted_to_the_end(monkeypatch):
    monkeypatch.setattr(folders, "MOST_ENTRIES", 10)
    folder = WorkFolder()
    for number in range(20):
        Path(folder.path, str(number)).touch()
    assert folder.is_full(10**9)
    folder.remove()


def test_links_lead_nowhere(temporary):
    outside = temporary / "outside"
    outside.mkdir(mode=0o500)
    (outside.parent / "kept").write_text("kept")
    folder = WorkFolder()
    os.symlink(outside, os.path.join(folder.path, "link"))
    os.symlink(outside.parent / "kept", os.path.join(folder.path, "file"))
    folder.remove()
    assert (temporary / "kept").read_text() == "kept"
    assert outside.stat().st_mode & 0o777 == 0o500


def test_unreadable_folders_are_removed_by_an_ordinary_user(temporary):
    code = (
        "import os; os.geteuid() or (os.setgroups([]), os.setresgid(54321, 54321, 54321), os.setresuid(54321, 54321, 54321))\n"
        "from bigmodel_edu.sandbox.folders import WorkFolder\n"
        "folder = WorkFolder(); os.makedirs(folder.path + '/a/b'); os.chmod(folder.path + '/a/b', 0); os.chmod(folder.path + '/a', 0)\n"
        "folder.remove(); print(os.path.exists(folder.path))"
    )
    shared = temporary / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    for parent in [shared, *shared.parents][:-1]:
        if parent.stat().st_uid == os.geteuid() and parent.stat().st_mode & 0o001 == 0:
            parent.chmod(parent.stat().st_mode | 0o001)
    command = [sys.executable, "-c", f"import bigmodel_edu.sandbox.folders\n{code}"]
    ran = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "TMPDIR": str(shared)})
    assert ran.stdout.strip() == "False", ran.stderr


def test_abandoned_folders_are_removed_and_living_ones_are_not(temporary, monkeypatch):
    monkeypatch.setattr(folders, "ABANDONED_SECONDS", -1)
    living = WorkFolder()
    abandoned = WorkFolder()
    os.close(abandoned._lock)
    other = temporary / "something-else"
    other.mkdir()
    folders.remove_abandoned()
    assert sorted(path.name for path in temporary.iterdir()) == sorted([Path(living.path).name, "something-else"])
    living.remove()


def test_a_young_folder_is_left_alone():
    folder = WorkFolder()
    os.close(folder._lock)
    folders.remove_abandoned()
    assert Path(folder.path).exists()
