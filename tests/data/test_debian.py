"""A Debian package as carrier: installed, in the cache, from apt, from an address, or a clear error."""

import hashlib

import pytest

from bigmodel_edu.data import DataNotFound, debian
from bigmodel_edu.data.deb import unpack_in_python
from bigmodel_edu.data.debian import DebianPackage
from tests.data.served import build_deb, served

DEB = build_deb({"usr/share/bigmodel-test/words.txt": b"one two"})


def package(sha256: str = hashlib.sha256(DEB).hexdigest()) -> DebianPackage:
    return DebianPackage(
        name="bigmodel-test",
        version="1:2.0+x",
        pool="pool/main/b/bigmodel-test",
        sha256=sha256,
        sha1="0" * 40,
        megabytes=0.1,
        folder="usr/share/bigmodel-test",
        files=("words.txt",),
    )


@pytest.fixture
def by_address(monkeypatch, empty_cache):
    """Fetching is allowed, apt is not there, and Debian's addresses are on this machine."""
    monkeypatch.setenv("BIGMODEL_EDU_OFFLINE", "0")
    monkeypatch.setattr(debian.shutil, "which", lambda name: None)
    with served({"/file/" + "0" * 40: DEB}) as (address, asked):
        monkeypatch.setattr(debian, "ARCHIVE", f"{address}/debian/")
        monkeypatch.setattr(debian, "SNAPSHOT", f"{address}/file/")
        yield asked


def test_the_address_of_a_version_leaves_out_its_epoch():
    archive, snapshot = package().addresses
    assert archive.endswith("/pool/main/b/bigmodel-test/bigmodel-test_2.0+x_all.deb")
    assert snapshot.endswith("/file/" + "0" * 40)


def test_it_is_fetched_once_and_kept(by_address, empty_cache):
    folder = package().fetch()
    assert (folder / "words.txt").read_bytes() == b"one two"
    assert empty_cache in folder.parents
    assert package().fetch() == package().find() == folder
    assert len(by_address) == 2  # the archive no longer has it, the snapshot has
    assert [item.name for item in empty_cache.iterdir()] == ["bigmodel-test"]


def test_a_damaged_copy_in_the_cache_is_replaced(by_address, empty_cache):
    folder = package().fetch()
    (folder / "words.txt").unlink()
    assert package().find() is None
    assert (package().fetch() / "words.txt").read_bytes() == b"one two"


def test_bytes_that_are_not_the_pinned_ones_are_refused(by_address, empty_cache):
    with pytest.raises(DataNotFound, match=r"could not be fetched.*apt-get install bigmodel-test.*expected SHA-256 1111"):
        package(sha256="1" * 64).fetch()
    assert not empty_cache.exists() or not list(empty_cache.iterdir())


def test_a_package_without_the_promised_files_says_so(by_address, monkeypatch):
    other = build_deb({"usr/share/elsewhere/words.txt": b"one two"})
    monkeypatch.setattr(debian, "download", lambda addresses, target, sha256, title: target.write_bytes(other) and target)
    with pytest.raises(DataNotFound, match=r"bigmodel-test lacks words\.txt"):
        package().fetch()


def test_offline_nothing_is_asked_and_the_error_says_what_to_install(empty_cache, monkeypatch):
    monkeypatch.setattr(debian, "download", lambda *args: pytest.fail("asked the network"))
    with pytest.raises(DataNotFound, match=r"BIGMODEL_EDU_OFFLINE.*apt-get install bigmodel-test"):
        package().fetch()


@pytest.fixture
def apt(monkeypatch, tmp_path):
    """Put an apt-get of one's own in front: call it with the shell lines that it shall run."""

    def put(script: str) -> None:
        tool = tmp_path / "tools" / "apt-get"
        tool.parent.mkdir()
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(0o755)
        monkeypatch.setattr(debian.shutil, "which", lambda name: name)
        monkeypatch.setattr(debian, "unpack_deb", unpack_in_python)
        monkeypatch.setenv("PATH", f"{tool.parent}:/usr/bin:/bin")

    return put


def test_apt_is_asked_first_for_the_pinned_version_and_its_failure_leads_to_the_address(by_address, apt, tmp_path):
    apt(f'echo "$@" >> {tmp_path / "log"}; exit 100')
    package().fetch()
    assert [line.split()[1] for line in (tmp_path / "log").read_text().splitlines()] == ["bigmodel-test=1:2.0+x"]
    assert len(by_address) == 2


def test_another_version_of_apt_is_the_last_resort(by_address, apt, tmp_path):
    (tmp_path / "ready.deb").write_bytes(DEB)
    apt(f'case "$2" in *=*) exit 100;; esac; cp {tmp_path / "ready.deb"} bigmodel-test_9_all.deb')
    assert (package(sha256="1" * 64).fetch() / "words.txt").read_bytes() == b"one two"
    assert len(by_address) == 2


def test_a_faster_process_is_no_failure(by_address, monkeypatch, empty_cache):
    real = debian.os.rename

    def late(fresh, target):
        monkeypatch.setattr(debian.os, "rename", real)
        package().fetch()  # another process finishes just before
        real(fresh, target)

    monkeypatch.setattr(debian.os, "rename", late)
    assert (package().fetch() / "words.txt").read_bytes() == b"one two"
    assert [item.name for item in empty_cache.iterdir()] == ["bigmodel-test"]


def test_what_apt_fetches_is_used(by_address, apt, tmp_path):
    (tmp_path / "ready.deb").write_bytes(DEB)
    apt(f"cp {tmp_path / 'ready.deb'} bigmodel-test_9_all.deb")
    assert (package().fetch() / "words.txt").read_bytes() == b"one two"
    assert by_address == []
