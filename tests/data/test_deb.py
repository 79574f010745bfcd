"""Unpacking a .deb: with Debian's tool and in Python, to the same files."""

import shutil

import pytest

from bigmodel_edu.data import deb
from tests.data.served import build_deb

FILES = {"usr/share/set/odd": b"\x00\xff\n" * 333, "usr/share/set/even": b"", "usr/share/doc/x": "中文".encode()}


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("compression", ["xz", "gz"])
def test_both_ways_give_every_file(tmp_path, compression):
    package = tmp_path / "package.deb"
    package.write_bytes(build_deb(FILES, compression))
    deb.unpack_in_python(package, tmp_path / "python")
    assert contents(tmp_path / "python") == FILES
    if shutil.which("dpkg-deb"):
        deb.unpack_deb(package, tmp_path / "tool")
        assert contents(tmp_path / "tool") == FILES


def test_without_debians_tool_python_unpacks(tmp_path, monkeypatch):
    monkeypatch.setattr(deb.shutil, "which", lambda name: None)
    package = tmp_path / "package.deb"
    package.write_bytes(build_deb(FILES))
    deb.unpack_deb(package, tmp_path / "out")
    assert contents(tmp_path / "out") == FILES


@pytest.mark.parametrize("damage", ["text", "empty", "cut", "no data", "data is no tar"])
@pytest.mark.parametrize("tool", [True, False])
def test_a_damaged_package_is_a_value_error(tmp_path, monkeypatch, damage, tool):
    if not tool:
        monkeypatch.setattr(deb.shutil, "which", lambda name: None)
    whole = build_deb(FILES)
    package = tmp_path / "package.deb"
    data_at = whole.index(b"data.tar")
    damaged = {
        "text": b"<html>not found</html>",
        "empty": b"",
        "cut": whole[:-40],
        "no data": whole[:data_at],
        "data is no tar": whole[: data_at + 60] + b"x" * (len(whole) - data_at - 60),
    }
    package.write_bytes(damaged[damage])
    with pytest.raises(ValueError, match="expected"):
        deb.unpack_deb(package, tmp_path / "out")


def test_a_member_cannot_leave_the_folder(tmp_path):
    package = tmp_path / "package.deb"
    package.write_bytes(build_deb({"../../escaped": b"x"}))
    with pytest.raises(ValueError, match="expected"):
        deb.unpack_in_python(package, tmp_path / "deep" / "out")
    assert not (tmp_path / "escaped").exists()
