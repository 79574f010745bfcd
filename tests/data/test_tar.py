"""Unpacking a tar: what belongs inside comes whole, what leads outside is refused, and nothing is left outside."""

import io
import tarfile

import pytest

from bigmodel_edu.data.tar import unpack_tar


def build(*members: tuple[str, bytes, str | bytes]) -> tarfile.TarFile:
    """An archive of (name, type, content or link's aim)."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, kind, content in members:
            member = tarfile.TarInfo(name)
            member.type = kind
            if isinstance(content, str):
                member.linkname = content
            else:
                member.size = len(content)
            archive.addfile(member, io.BytesIO(content) if isinstance(content, bytes) else None)
    data.seek(0)
    return tarfile.open(fileobj=data)


FILE, FOLDER, LINK, COPY = tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE


def test_files_folders_links_and_copies_come_out(tmp_path):
    unpack_tar(
        build(
            ("./", FOLDER, b""),
            ("./a/b/odd", FILE, b"\x00\xff\n" * 333),
            ("./empty", FOLDER, b""),
            ("./near", LINK, "a/b/odd"),
            ("./a/up", LINK, "../a/b"),
            ("./same", COPY, "./a/b/odd"),
            ("dangling", LINK, "a/not-there"),
        ),
        tmp_path / "out",
    )
    out = tmp_path / "out"
    assert (out / "a/b/odd").read_bytes() == (out / "near").read_bytes() == (out / "same").read_bytes() == b"\x00\xff\n" * 333
    assert (out / "empty").is_dir() and (out / "a/up/odd").is_file() and (out / "near").is_symlink()


OUTSIDE = {
    "a name above": [("../escaped", FILE, b"x")],
    "a name that climbs back": [("a/../../escaped", FILE, b"x")],
    "an absolute name": [("/escaped", FILE, b"x")],
    "a drive": [("C:/escaped", FILE, b"x")],
    "backslashes": [("a\\..\\..\\escaped", FILE, b"x")],
    "a folder above": [("../escaped", FOLDER, b"")],
    "a link above": [("up", LINK, "..")],
    "an absolute link": [("root", LINK, "/etc/passwd")],
    "a link by way of a link": [("deep/deeper/top", LINK, "../.."), ("near", LINK, "deep/deeper/top/../escaped")],
    "a later link that turns an earlier one": [("near", LINK, "deep/top/../escaped"), ("deep/top", LINK, "..")],
    "a copy of what is not in it": [("copy", COPY, "../escaped")],
    "a circle": [("a", LINK, "b"), ("b", LINK, "a")],
    "a device": [("null", tarfile.CHRTYPE, b"")],
    "a disk": [("disk", tarfile.BLKTYPE, b"")],
    "a pipe": [("pipe", tarfile.FIFOTYPE, b"")],
}


@pytest.mark.parametrize("what", OUTSIDE)
def test_what_leads_outside_is_refused(tmp_path, what):
    out = tmp_path / "deep" / "out"
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "escaped").write_text("not ours")
    with pytest.raises(ValueError, match="expected"):
        unpack_tar(build(("before", FILE, b"x"), *OUTSIDE[what]), out)
    assert sorted(path.name for path in (tmp_path / "deep").iterdir()) == ["escaped", "out"]
    assert (tmp_path / "deep" / "escaped").read_text() == "not ours"
    assert not [path for path in out.rglob("*") if path.is_symlink()]


def test_nothing_is_written_through_a_link(tmp_path):
    """A link that is named before the file below it would carry the file along."""
    (tmp_path / "outside").mkdir()
    with pytest.raises((ValueError, FileExistsError)):
        unpack_tar(build(("door", LINK, "../outside"), ("door/escaped", FILE, b"x")), tmp_path / "out")
    assert list((tmp_path / "outside").iterdir()) == []
