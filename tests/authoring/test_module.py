import sys
from pathlib import Path

import pytest

import bigmodel_edu
from bigmodel_edu.authoring.definition import Imported
from bigmodel_edu.authoring.module import EFFECTS, is_own, look_again, module_path, read_module, read_source, submodules


def test_module_paths_are_found_without_importing():
    assert module_path("bigmodel_edu").name == "__init__.py"
    assert module_path("bigmodel_edu.models.attention") == Path(bigmodel_edu.__file__).parent / "models" / "attention.py"
    assert module_path("bigmodel_edu.models").parts[-2:] == ("models", "__init__.py")
    assert module_path("bigmodel_edu.models.no_such_model") is None
    assert module_path("no_such_package.part") is None


def test_a_plug_in_is_found_and_not_imported(bank):
    look_again()
    assert module_path("sample_bank.double") == bank
    assert is_own("sample_bank") and not is_own("sample_banks")
    assert set(read_module("sample_bank.double").definitions) == {"some_number", "EXERCISE"}
    assert "sample_bank" not in sys.modules


def test_what_was_read_is_kept_until_the_next_look(bank):
    look_again()
    before = read_module("sample_bank.double")
    bank.write_text("other = 1\n", encoding="utf-8")
    assert read_module("sample_bank.double") is before
    look_again()
    assert set(read_module("sample_bank.double").definitions) == {"other"}


def test_packages_know_the_modules_inside_them():
    found = submodules("bigmodel_edu.economics")
    assert {"bigmodel_edu.economics.business", "bigmodel_edu.economics.business.api"} <= set(found)
    assert submodules("bigmodel_edu.language") == ()
    assert read_module("torch") is None


def names(source):
    return {name: len(each.statements) for name, each in read_source("house.room", source).definitions.items()}


def test_every_statement_that_binds_a_name_belongs_to_it():
    assert names("x = 1\nx = x + 1\ndef f(): y = 2\n(a, *b) = 1, 2\nC: int = 3") == {"x": 2, "f": 1, "a": 1, "b": 1, "C": 1}
    assert names("for i in t:\n    total = i\nif t:\n    g = 1\nelse:\n    g = 2") == {"i": 1, "total": 1, "g": 1, EFFECTS: 2}
    assert names("try:\n    import a\nexcept ImportError:\n    a = None") == {"a": 1, EFFECTS: 1}
    assert names("from a import f\nf = wrap(f)") == {"f": 1}


@pytest.mark.parametrize(
    "source", ["f()", "torch.set_num_threads(1)", "TABLE['a'] = 1", "other.name = 1", "x.y, z = 1, 2", "del x", "x.n += 1"]
)
def test_what_importing_does_beside_defining_is_kept(source):
    assert EFFECTS in names(source)


@pytest.mark.parametrize(
    "source", ["'''What it is.'''", "x = f()", "if __name__ == '__main__':\n    f()", "if TYPE_CHECKING:\n    import a"]
)
def test_what_does_nothing_else_when_it_is_imported_is_no_effect(source):
    assert EFFECTS not in names(source)


def test_imports_are_told_but_not_those_for_type_checkers():
    source = "from typing import TYPE_CHECKING\nimport a.b as c\nif TYPE_CHECKING:\n    import d\nif x:\n    from . import e"
    imports = read_source("house.room", source).imports
    assert imports == {
        "TYPE_CHECKING": [Imported("typing", "TYPE_CHECKING")],
        "c": [Imported("a.b")],
        "e": [Imported("house", "e")],
    }


def test_decorators_that_may_enter_something_in_a_table_are_noticed():
    source = "@cache\ndef a(): ...\n@dataclass(frozen=True)\nclass B: ...\n@app.register\ndef c(): ...\n"
    source += "@torch.no_grad()\ndef d(): ...\nclass E(B): ..."
    found = read_source("house.room", source)
    assert (found.decorated, found.derived) == (("c",), ("E",))
