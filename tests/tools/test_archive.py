"""The same files make the same archive, whatever the disk says about them."""

import os
import tarfile
from datetime import date

from tools.archive import write_archive

DAY = date(2026, 12, 1)
FILES = {"index.html": "<p>Attention</p>", "ü/a b.css": "p {}", "ü/z.js": "", "empty/deep/er.txt": "x" * 70_000}


def folder_of(place, names, moment, mode):
    for name in names:
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(FILES[name], encoding="utf-8")
        os.utime(file, (moment, moment))
        file.chmod(mode)
    return place


def test_clock_rights_and_order_do_not_show(tmp_path):
    one = write_archive(folder_of(tmp_path / "one", FILES, 1_000_000_000, 0o600), tmp_path / "one.tar.gz", "book-1.0", DAY)
    two = write_archive(folder_of(tmp_path / "two", reversed(FILES), 1_700_000_000, 0o755), tmp_path / "two.tar.gz", "book-1.0", DAY)
    assert one.read_bytes() == two.read_bytes()


def test_another_day_or_another_byte_shows(tmp_path):
    folder = folder_of(tmp_path / "one", FILES, 1_000_000_000, 0o600)
    first, other = (write_archive(folder, tmp_path / str(day), "book-1.0", day).read_bytes() for day in (DAY, date(2026, 12, 2)))
    assert first != other
    (folder / "index.html").write_text("<p>attention</p>", encoding="utf-8")
    assert write_archive(folder, tmp_path / "changed", "book-1.0", DAY).read_bytes() != first


def test_everything_comes_out_in_one_folder(tmp_path):
    file = write_archive(folder_of(tmp_path / "one", FILES, 1_000_000_000, 0o600), tmp_path / "one.tar.gz", "book-1.0", DAY)
    with tarfile.open(file) as archive:
        assert archive.getnames() == sorted(f"book-1.0/{name}" for name in FILES)
        for name, text in FILES.items():
            assert archive.extractfile(f"book-1.0/{name}").read().decode() == text
