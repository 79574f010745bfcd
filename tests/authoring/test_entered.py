import pytest

from bigmodel_edu.authoring.entered import entered
from bigmodel_edu.authoring.module import read_module
from tests.authoring.sample_course import plug_in

TABLE = """
TABLE, COUNT = {}, 0

def enter(thing):
    TABLE[thing] = thing

def through(thing):
    return enter(thing)

def count():
    global COUNT
    COUNT += 1

def pure(thing):
    own = {}
    own[thing] = thing
    return own

def again(thing):
    return again(thing)

class Meta(type):
    def __new__(cls, *rest):
        return super().__new__(cls, *rest)

class Base:
    def __init_subclass__(cls):
        enter(cls)

class Middle(Base): ...
class Apart: ...
"""


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x = enter(1)", {"x"}),
        ("x: int = [through(1)]", {"x"}),
        ("x = count()", {"x"}),
        ("x = pure(again(1))", set()),
        ("x = enter", set()),
        ("x = print(1)", set()),
        ("class A(Middle): ...", {"A"}),
        ("class A(metaclass=Meta): ...", {"A"}),
        ("class A(Apart): ...", set()),
        ("class A(dict): ...", set()),
    ],
)
def test_what_may_be_entered_somewhere_is_found(tmp_path, monkeypatch, source, names):
    plug_in(
        tmp_path,
        monkeypatch,
        {"house/__init__.py": "", "house/table.py": TABLE, "house/user.py": "from house.table import *\n"},
        house="house.b",
    )
    imports = "from house.table import enter, through, count, pure, again, Meta, Middle, Apart\n"
    (tmp_path / "plug-in/house/user.py").write_text(imports + source + "\n", encoding="utf-8")
    assert set(entered(read_module("house.user"))) == names
