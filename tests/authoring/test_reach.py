"""What a change of the package makes stale, and what it leaves alone: each on a small package that is written here."""

import ast
import importlib

import pytest

from bigmodel_edu.authoring.code import parse
from bigmodel_edu.authoring.reach import Reach
from tests.authoring.sample_course import plug_in

HOUSE = {
    "house/__init__.py": """
        from importlib import import_module
        HOMES = {"late": "house.rooms", "kitchen": "rooms"}
        __all__ = ["late"]

        def __getattr__(name):
            if name not in HOMES:
                raise AttributeError(name)
            return getattr(import_module(HOMES[name]), name)
    """,
    "house/base.py": "BRICK = 3\nSTONE = 5\n\ndef unused():\n    return STONE\n",
    "house/rooms.py": """
        from functools import cache
        from house import base
        from house.base import BRICK as brick

        SIZE = brick * 2

        def room(walls=SIZE):
            return helper(walls)

        def helper(walls):
            return walls

        def stone():
            return base.STONE

        def late():
            return 1

        def kitchen():
            return 2

        class Table:
            legs = 4
            def stand(self):
                return helper(self.legs)
    """,
    "house/table.py": """
        from house.parts import legs
        ENTRIES = {}

        def enter(function):
            ENTRIES[function.__name__] = function
            return function

        @enter
        def first():
            return legs()

        def run(name):
            return ENTRIES[name]()
    """,
    "house/parts.py": "def legs():\n    return 4\n",
    "house/family.py": """
        class Member:
            def __init_subclass__(cls):
                FOUND.append(cls)

        FOUND = []
    """,
    "house/child.py": "from house.family import Member\n\nclass Child(Member):\n    age = 3\n\nclass Chair:\n    legs = 3\n",
    "house/made.py": """
        from house.table import enter

        def second():
            return 2

        entered = enter(second)
        plain = dict(a=1)
    """,
    "house/patch.py": "from house import base\n\nbase.BRICK = 4\n",
    "house/stars.py": "from house.base import *\n\ndef wall():\n    return BRICK\n",
    "house/by_name.py": """
        from importlib import import_module

        def load(name):
            return import_module(f"house.{name}")

        def whole():
            from house import base
            return getattr(base, input())

        def told():
            return run("house.parts:legs")
    """,
}


@pytest.fixture
def house(tmp_path, monkeypatch):
    folder = plug_in(tmp_path, monkeypatch, HOUSE, house="house.bank")
    yield folder
    importlib.invalidate_caches()


def reached(code, **options):
    names = Reach(parse(code), **options).names
    return {".".join(filter(None, key)) for key in names if key[0].startswith("house")}


def changed(house, code, file, old, new, **options):
    """Whether a change of a file changes what is noted of a lesson's code."""
    before = {key: each.digest() for key, each in Reach(parse(code), **options).names.items()}
    text = (house / file).read_text(encoding="utf-8")
    assert old in text
    (house / file).write_text(text.replace(old, new), encoding="utf-8")
    return before != {key: each.digest() for key, each in Reach(parse(code), **options).names.items()}


ROOM = "from house.rooms import room\nroom()"


def test_only_what_is_reached_by_name_counts(house):
    assert reached(ROOM) == {"house.rooms.room", "house.rooms.helper", "house.rooms.SIZE", "house.base.BRICK"}
    assert reached("from house import rooms") == set()
    assert reached("x = 1") == set()
    assert reached("from house.base import BRICK\n%timeit BRICK") == {"house.base.BRICK"}


@pytest.mark.parametrize(
    ("code", "file", "old", "new"),
    [
        (ROOM, "house/base.py", "BRICK = 3", "BRICK = 4"),  # a constant, two hops away
        (ROOM, "house/rooms.py", "walls=SIZE", "walls=7"),  # a default argument
        (ROOM, "house/rooms.py", "def helper", "@cache\n        def helper".replace("        ", "")),  # a decorator
        (ROOM, "house/rooms.py", "from house.base import BRICK as brick", "from house.base import STONE as brick"),
        (ROOM, "house/rooms.py", "return helper(walls)", "return sum(walls)"),
        (ROOM, "house/rooms.py", "def stone", "def helper(walls):\n    return 9\n\ndef stone"),  # defined twice
        (ROOM, "house/rooms.py", "def stone", "helper.calls = 0\n\ndef stone"),
        ("from house.rooms import Table\nTable().stand()", "house/rooms.py", "legs = 4", "legs = 3"),  # a class attribute
        ("from house.rooms import Table\nTable().stand()", "house/rooms.py", "return walls", "return 2 * walls"),
        ("import house.rooms as r\nr.stone()", "house/base.py", "STONE = 5", "STONE = 6"),
        ("from house import rooms as anything\nanything.helper = print\nanything.room()", "house/base.py", "BRICK = 3", "BRICK = 4"),
        ("import house.rooms\nhouse.rooms.room()", "house/base.py", "BRICK = 3", "BRICK = 4"),
        ("from house.rooms import *\nroom()", "house/base.py", "BRICK = 3", "BRICK = 4"),
        ("from house.stars import wall\nwall()", "house/base.py", "BRICK = 3", "BRICK = 4"),
        ("from house import late\nlate()", "house/rooms.py", "return 1", "return 3"),  # given by __getattr__
        ("import house\nhouse.kitchen()", "house/rooms.py", "return 2", "return 3"),
        ("import house\nhouse.kitchen()", "house/__init__.py", '"kitchen": "rooms"', '"kitchen": "base"'),
        ("def f():\n    from house.rooms import room\n    return room", "house/base.py", "BRICK = 3", "BRICK = 4"),
        ("from house import rooms\nvars(rooms)", "house/rooms.py", "return 2", "return 3"),  # the module as an object
        ("from house.by_name import whole\nwhole()", "house/base.py", "STONE = 5", "STONE = 6"),
        ("from house.by_name import told\ntold()", "house/parts.py", "return 4", "return 3"),
        ("import subprocess\nsubprocess.run(['python', '-m', 'house.rooms'])", "house/rooms.py", "return 2", "return 3"),
        ("from house.table import run\nrun('first')", "house/parts.py", "return 4", "return 3"),  # entered by a decorator
        ("import house.made\nfrom house.table import run", "house/made.py", "return 2", "return 3"),  # entered by a call
        ("import house.child\nfrom house.family import FOUND\nFOUND", "house/child.py", "age = 3", "age = 4"),
        ("import house.patch\nfrom house.base import unused", "house/patch.py", "BRICK = 4", "BRICK = 5"),
    ],
)
def test_what_may_change_the_outputs_counts(house, code, file, old, new):
    assert changed(house, code, file, old, new)


@pytest.mark.parametrize(
    ("code", "file", "old", "new"),
    [
        (ROOM, "house/base.py", "STONE = 5", "STONE = 6"),
        (ROOM, "house/rooms.py", "return 1", "return 3"),
        (ROOM, "house/rooms.py", "def room(", "def new():\n    pass\n\ndef room("),
        (ROOM, "house/__init__.py", '"late": ', '"new": "rooms", "late": '),
        ("from house import late\nlate()", "house/__init__.py", '"kitchen": "rooms"', '"kitchen": "base"'),
        ("from house import late\nlate()", "house/__init__.py", '["late"]', '["late", "kitchen"]'),
        ("from house import late\nlate()", "house/rooms.py", "return 2", "return 3"),
        ("import house.child\nfrom house.family import FOUND\nFOUND", "house/child.py", "legs = 3", "legs = 4"),
        ("import house.made", "house/made.py", "dict(a=1)", "dict(a=2)"),
    ],
)
def test_what_cannot_change_them_does_not(house, code, file, old, new):
    assert not changed(house, code, file, old, new)


def test_a_name_that_comes_to_hide_a_built_in_one_counts(house):
    code = "from house.by_name import load\nload('x')"
    assert changed(house, code, "house/by_name.py", "def whole", "def import_module(name):\n    pass\n\ndef whole")


def test_of_modules_imported_by_name_those_count_that_the_run_imported(house):
    code = "from house.by_name import load\nload('parts')"
    assert "house.parts.legs" not in reached(code)
    assert "house.parts.legs" in reached(code, ran=("house.parts", "elsewhere.parts"))
    assert Reach(parse(code), ("house.parts", "bigmodel_edu.language", "elsewhere.parts")).by_string == {"house.parts"}
    assert changed(house, code, "house/parts.py", "return 4", "return 3", ran=("house.parts",))


def test_a_package_without_a_table_counts_as_a_whole(house):
    path = house / "house/__init__.py"
    path.write_text("def __getattr__(name):\n    return find(name)\n", encoding="utf-8")
    assert {"house.rooms.late", "house.base.unused", "house.parts.legs"} <= reached("from house import late\nlate()")


BANKED = 'from bigmodel_edu import check\ncheck("sample.double", double)'


def test_of_a_bank_the_exercises_count_whose_ids_the_lesson_names(bank):
    def sample(code, *cards):
        reach = Reach(parse(code), exercises=cards)
        return reach.exercises, {name for module, name in reach.names if module.startswith("sample_bank")}

    assert sample(BANKED) == ({"sample.double"}, {"EXERCISE", "some_number"})
    assert sample(BANKED, "sample.letter") == ({"sample.double", "sample.letter"}, {"EXERCISE", "some_number"})
    assert sample("sample = 'sample.double'") == (set(), set())


def test_checking_an_exercise_does_not_make_the_whole_course_count(bank):
    modules = {
        module for module, _name in Reach(parse(BANKED), ran=("bigmodel_edu.viz.attention", "bigmodel_edu.exercises.tokenization")).names
    }
    assert "bigmodel_edu.checking.judging" in modules and "bigmodel_edu.exercises" in modules
    assert not any(module.startswith(("bigmodel_edu.viz", "bigmodel_edu.exercises.")) for module in modules)


def test_a_lesson_may_define_what_the_course_has(house):
    tree = ast.parse("from house.rooms import room\ndef room(): ...\nroom()")
    assert ("house.rooms", "room") in Reach(tree).names
