import pytest

from bigmodel_edu.authoring.definition import Imported
from bigmodel_edu.authoring.module import read_module
from bigmodel_edu.authoring.used_names import Used, is_table, resolve
from tests.authoring.sample_course import plug_in

FILES = {
    "house/__init__.py": "from house.rooms import room as hall\nHOMES = {'late': 'rooms'}\n\ndef __getattr__(name): ...\n",
    "house/rooms.py": "import house.base as ground\nfrom house.base import *\n\ndef room(): ...\ndef late(): ...\nSIZES = [1, -x]\n",
    "house/base.py": "BRICK = 3\n",
}


@pytest.mark.parametrize(
    ("target", "rest", "used"),
    [
        (Imported("house.rooms", "room"), (), {("house.rooms", "room")}),
        (Imported("house.rooms"), ("room",), {("house.rooms", "room")}),
        (Imported("house"), ("rooms", "room", "attribute"), {("house.rooms", "room")}),
        (Imported("house"), ("hall",), {("house.rooms", "room")}),
        (Imported("house.rooms"), ("ground", "BRICK"), {("house.base", "BRICK")}),
        (Imported("house.rooms"), ("BRICK",), {("house.base", "*")}),
        (Imported("house.rooms"), (), {("house.rooms", "*")}),
        (Imported("house", "late"), (), {("house", "__getattr__"), ("house.rooms", "late")}),
        (Imported("house", "unknown"), (), {("house", "*"), ("house.rooms", "*"), ("house.base", "*")}),
        (Imported("torch"), ("nn",), set()),
        (Imported("house.nowhere", "x"), (), set()),
    ],
)
def test_a_name_stands_for_what_python_would_find(tmp_path, monkeypatch, target, rest, used):
    plug_in(tmp_path, monkeypatch, FILES, house="house.bank")
    assert {(each.module, each.name) for each in resolve(target, rest) if each.name} == used


def test_what_a_package_gives_later_does_not_import_by_name(tmp_path, monkeypatch):
    plug_in(tmp_path, monkeypatch, FILES, house="house.bank")
    assert Used("house", "__getattr__", quietly=True) in set(resolve(Imported("house", "late"), ()))
    assert is_table(read_module("house"), "HOMES")
    assert not is_table(read_module("house.rooms"), "SIZES") and not is_table(read_module("house.rooms"), "room")
