"""Write-then-replace: whole or not at all, whatever happens and whenever it happens."""

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bigmodel_edu import files
from bigmodel_edu.files import new_version, write_file


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


@pytest.mark.parametrize("content", ["", "plain\n", "naïve 模型 🙂\r\nline\n", b"", b"\x00\xff\r\n"])
@pytest.mark.parametrize("name", ["a", "a.txt", ".hidden", "模型 and blanks.json", "x" * 240, "模" * 80, "50%[1].csv"])
def test_what_is_written_is_there_and_nothing_else(tmp_path, name, content):
    path = write_file(tmp_path / "deep" / "er" / name, content)
    assert path.read_bytes() == (content.encode() if isinstance(content, str) else content)
    write_file(str(path), "second")
    assert path.read_text() == "second" and names(path.parent) == [name]


def test_the_old_file_is_there_until_the_block_ends(tmp_path):
    path = write_file(tmp_path / "marks.csv", "old")
    with new_version(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_text() == "old" and len(names(tmp_path)) == 2
    assert path.read_text() == "new" and names(tmp_path) == ["marks.csv"]


@pytest.mark.parametrize("failure", [ValueError("no"), KeyboardInterrupt(), SystemExit(3), TimeoutError("the network's, not the disk's")])
def test_a_block_that_fails_leaves_the_old_file_and_raises_what_it_raised(tmp_path, failure):
    path = write_file(tmp_path / "marks.csv", "old")
    with pytest.raises(type(failure)) as seen, new_version(path) as file:
        file.write(b"half")
        raise failure
    assert seen.value is failure and path.read_text() == "old" and names(tmp_path) == ["marks.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
@pytest.mark.parametrize("way", ["text", "bytes", "library", "at the end"])
def test_a_full_disk_is_an_error_that_names_the_file(tmp_path, monkeypatch, way):
    path = write_file(tmp_path / "marks.csv", "old")
    monkeypatch.setattr(files, "_create", lambda partial, private: os.fdopen(os.open("/dev/full", os.O_WRONLY), "wb"))
    with pytest.raises(OSError, match=r"marks\.csv") as seen:
        if way == "library":
            import torch

            with new_version(path) as file:
                torch.save({"weights": torch.zeros(100_000)}, file)  # hides the disk's error behind one of its own
        else:
            write_file(path, {"text": "x" * 100_000, "bytes": b"x" * 100_000, "at the end": "x"}[way])
    assert seen.value.errno == errno.ENOSPC and seen.value.filename == str(path)
    assert path.read_text() == "old" and names(tmp_path) == ["marks.csv"]


ordinary_user = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a user who is not root")


@ordinary_user
def test_a_folder_that_may_not_be_written_is_an_error_that_names_the_file(tmp_path):
    path = write_file(tmp_path / "marks.csv", "old")
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(PermissionError, match=r"marks\.csv"):
            write_file(path, "new")
        with pytest.raises(PermissionError, match=r"deeper"):
            write_file(tmp_path / "deeper" / "marks.csv", "new")
    finally:
        tmp_path.chmod(0o755)
    assert path.read_text() == "old" and names(tmp_path) == ["marks.csv"]


def test_a_folder_in_the_way_is_an_error_that_names_it(tmp_path):
    (tmp_path / "marks.csv" / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match=r"marks\.csv") as seen:
        write_file(tmp_path / "marks.csv", "new")
    assert seen.value.filename == str(tmp_path / "marks.csv") and names(tmp_path) == ["marks.csv"]


def test_a_file_where_a_folder_should_be_is_an_error_that_names_the_file(tmp_path):
    write_file(tmp_path / "out", "a file")
    with pytest.raises(OSError, match=r"marks\.csv"):
        write_file(tmp_path / "out" / "marks.csv", "new")


posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX: permissions and links")


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755, 0o444])
def test_permissions_of_the_old_file_stay(tmp_path, mode):
    path = write_file(tmp_path / "marks.csv", "old")
    path.chmod(mode)
    write_file(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == mode and path.read_text() == "new"


@posix
@pytest.mark.parametrize(("private", "mode"), [(True, 0o600), (False, 0o644)])
def test_a_new_file_is_as_the_user_wishes_or_for_its_owner_only(tmp_path, private, mode):
    before = os.umask(0o022)
    try:
        with new_version(tmp_path / "key", private=private):
            (partial,) = tmp_path.iterdir()
            assert stat.S_IMODE(partial.stat().st_mode) == mode, "from its first instant"
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root: only root writes for others")
def test_what_root_replaces_stays_its_owners(tmp_path):
    path = write_file(tmp_path / "marks.csv", "old")
    os.chown(path, 1234, 2345)
    write_file(path, "new")
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


@posix
def test_a_link_stays_a_link(tmp_path):
    real = write_file(tmp_path / "elsewhere" / "marks.csv", "old")
    link = tmp_path / "marks.csv"
    link.symlink_to(real)
    write_file(link, "new")
    assert link.is_symlink() and real.read_text() == "new" and names(real.parent) == ["marks.csv"]


WRITER = """
import os, signal, sys
from bigmodel_edu.files import new_version
with new_version(sys.argv[1], durable=True) as file:
    file.write(b"half a ")
    file.flush()
    print("written", flush=True)
    sys.stdin.read()
"""


@posix
def test_a_killed_writer_leaves_the_old_file_and_the_next_one_removes_what_it_left(tmp_path):
    path = write_file(tmp_path / "marks.csv", "old")
    neighbour = tmp_path / f".other.csv.00000000.1.12345678{files.ENDING}"
    neighbour.write_text("of another file, on another machine")
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "written\n"
        write_file(path, "newer")  # the other process lives: its partial is left alone
        assert len(names(tmp_path)) == 3
        process.send_signal(signal.SIGKILL)
    assert path.read_text() == "newer"
    (left,) = [name for name in names(tmp_path) if name not in ("marks.csv", neighbour.name)]
    assert f".{process.pid}." in left, "it says who wrote it"
    write_file(path, "newest")
    assert path.read_text() == "newest" and names(tmp_path) == sorted(["marks.csv", neighbour.name])


@posix
def test_leftovers_of_files_that_are_not_written_again_can_be_removed_too(tmp_path):
    path = tmp_path / "deep" / "gone.csv"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "written\n"
        files.remove_leftovers(tmp_path)
        assert len(names(path.parent)) == 1, "its writer lives"
        process.send_signal(signal.SIGKILL)
    for other in ("notes.partial", ".hidden.partial", f".x.00000000.{process.pid}.12345678.partial"):
        (path.parent / other).write_text("of others")
    files.remove_leftovers(tmp_path)
    assert names(path.parent) == sorted(["notes.partial", ".hidden.partial", f".x.00000000.{process.pid}.12345678.partial"])


def test_a_partial_of_another_machine_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(files.platform, "node", lambda: "another")
    theirs = files._name(tmp_path / "marks.csv")
    theirs.write_text("theirs")
    monkeypatch.undo()
    write_file(tmp_path / "marks.csv", "ours")
    assert theirs.exists()


def test_many_writers_of_one_file_never_mix(tmp_path):
    path = tmp_path / "progress.json"
    texts = [str(number) * 50_000 for number in range(8)]
    start = threading.Barrier(8)

    def write(text: str) -> None:
        start.wait()
        for _again in range(20):
            write_file(path, text)
            assert path.read_text() in texts

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, texts))
    assert names(tmp_path) == ["progress.json"]


def test_durable_asks_the_disk_for_the_file_before_its_name(tmp_path, monkeypatch):
    steps: list[str] = []
    monkeypatch.setattr(files.os, "fsync", lambda handle: steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"))
    replace = os.replace
    monkeypatch.setattr(files.os, "replace", lambda *names: (steps.append("name"), replace(*names)))
    write_file(tmp_path / "checkpoint", b"x", durable=True)
    assert steps == ["file", "name", "folder"][: 3 if os.name == "posix" else 2]
    steps.clear()
    write_file(tmp_path / "page", "x")
    assert steps == ["name"]
