import json
import os
import subprocess
import sys

import pytest

from bigmodel_edu.authoring.ledger import FILE, Ledger, to_text

ENTRY = {"code": "1f", "names": {"models.gpt": {"GPT": "2e:0,3", "block": "3d"}}, "data": {}, "exercises": ["a.b"]}


def test_what_is_noted_is_read_back_and_others_stay(tmp_path):
    ledger = Ledger(tmp_path)
    assert ledger.entry("notebooks/a.ipynb") is None
    ledger.note("notebooks/b.ipynb", ENTRY)
    ledger.note("notebooks/a.ipynb", {"code": "ä"})
    ledger.note("notebooks/b.ipynb", ENTRY | {"code": "2f"})
    assert ledger.entry("notebooks/a.ipynb") == {"code": "ä"}
    assert ledger.entry("notebooks/b.ipynb") == ENTRY | {"code": "2f"}
    ledger.keep_only(lambda path: path != "notebooks/a.ipynb")
    assert list(json.loads((tmp_path / FILE).read_text(encoding="utf-8"))) == ["notebooks/b.ipynb"]


def test_the_text_is_in_order_with_a_line_for_each_module_whatever_order_things_came_in():
    entries = {"b.ipynb": ENTRY, "a.ipynb": {"values": {"x:.2f": "−1.20"}}}
    text = to_text(entries)
    assert json.loads(text) == entries
    assert text == to_text(dict(reversed(entries.items())))
    assert '   "models.gpt": {"GPT": "2e:0,3", "block": "3d"}\n' in text
    assert text.splitlines()[1] == ' "a.ipynb": {' and text.endswith("}\n")


@pytest.mark.parametrize("content", ["", "[]", "<<<<<<< HEAD\n{}", "\x00"])
def test_a_damaged_file_holds_nothing_and_is_written_anew(tmp_path, content):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    ledger = Ledger(tmp_path)
    assert ledger.entry("a.ipynb") is None
    ledger.note("a.ipynb", ENTRY)
    assert ledger.entry("a.ipynb") == ENTRY


def test_releases_side_by_side_lose_nothing_of_each_other(tmp_path):
    code = (
        "import sys\nfrom pathlib import Path\nfrom bigmodel_edu.authoring.ledger import Ledger\n"
        "for number in range(25):\n    Ledger(Path(sys.argv[1])).note(f'{sys.argv[2]}-{number}.ipynb', {'code': sys.argv[2]})\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "abc"]
    assert [process.wait() for process in running] == [0, 0, 0]
    entries = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    assert len(entries) == 75 and entries["b-24.ipynb"] == {"code": "b"}


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path, monkeypatch):
    ledger = Ledger(tmp_path)
    ledger.note("a.ipynb", ENTRY)
    before = (tmp_path / FILE).read_bytes()

    def full_disk(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        ledger.note("b.ipynb", ENTRY)
    assert (tmp_path / FILE).read_bytes() == before
    assert [path.name for path in (tmp_path / "notebooks").iterdir() if path.name not in ("made-from.json", ".made-from.json.lock")] == []
