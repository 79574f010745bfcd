import os
import sys
from pathlib import Path

from bigmodel_edu.sandbox import visible_files


def covers(described, path):
    return any(path == tree or path.startswith(tree + "/") for tree in described.trees)


def test_shows_python_and_its_libraries():
    described = visible_files.describe(["models"])
    for module in ("numpy", "IPython", "json"):
        assert covers(described, str(Path(sys.modules.get(module, __import__(module)).__file__))), module


def test_shows_no_folder_that_holds_more():
    folders = {"/", "/home", "/root", "/etc", "/proc", "/tmp", str(Path.home()), str(visible_files.PACKAGE), sys.prefix}
    assert folders.isdisjoint(visible_files.describe(["models"]).trees)


def test_shows_only_the_parts_asked_for():
    described = visible_files.describe(["models", "language.py", "no-such-part"])
    assert described.parts == ("__init__.py", "models", "language.py")


def test_a_part_that_is_not_named_is_not_shown():
    assert not set(visible_files.describe(["models"]).parts) & {"exercises", "checking", "grading", "sandbox"}


def test_hidden_paths_are_masked_where_a_tree_shows_them(tmp_path):
    library = Path(visible_files.__file__).parent  # inside no tree
    inside = os.path.join(visible_files.describe([]).trees[0], os.listdir(visible_files.describe([]).trees[0])[0])
    assert visible_files.describe([], hidden=[str(library), inside]).masked == (os.path.realpath(inside),)


def test_further_folders_can_be_shown(tmp_path):
    assert str(tmp_path) in visible_files.describe([], readable=[str(tmp_path), str(tmp_path / "missing")]).trees


def test_a_plugin_with_a_private_bank_is_hidden_whole(tmp_path, monkeypatch):
    for name in ("private_bank/__init__.py", "private_bank_answers.py", "innocent/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    information = tmp_path / "private_bank-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: private-bank\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text("[bigmodel_edu.exercises]\nprivate = private_bank.chapter:BANK\n")
    (information / "RECORD").write_text("private_bank/__init__.py,,\nprivate_bank_answers.py,,\n../../../bin/tool,,\n")
    monkeypatch.syspath_prepend(tmp_path)
    found = visible_files._plugin_files()
    assert sorted(found) == [str(tmp_path / "private_bank"), str(tmp_path / "private_bank_answers.py")]
    masked = visible_files.describe([], readable=[str(tmp_path)]).masked
    assert set(found) <= set(masked)
    assert str(tmp_path / "innocent") not in masked
