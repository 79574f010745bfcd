"""The stages of grading: each imports only those before it in the data's way, and a submission's way in has at most eight rooms."""

import ast
from functools import cache
from pathlib import Path

import pytest

GRADING = Path(__file__).parents[2] / "bigmodel_edu" / "grading"
STAGES = ("submissions", "marking", "gradebook", "reports")
MOST_ROOMS = 8
FILES = sorted(path for path in GRADING.rglob("*.py") if path.name != "__init__.py")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(GRADING).with_suffix("").parts)


@cache
def imports(name: str) -> frozenset[str]:
    """The files of grading that a file of grading imports."""
    tree = ast.parse((GRADING / (name.replace(".", "/") + ".py")).read_text(encoding="utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    found |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    prefix = "bigmodel_edu.grading."
    return frozenset(module.removeprefix(prefix) for module in found if module.startswith(prefix))


@cache
def way_down(name: str) -> tuple[str, ...]:
    """The longest way from a file to one that imports no other of grading."""
    return (name, *max(map(way_down, imports(name)), key=len, default=()))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_stage_imports_only_those_before_it(path):
    own = path.parent.name if path.parent != GRADING else ""
    allowed = STAGES[: STAGES.index(own) + 1] if own else (*STAGES, *(each.stem for each in FILES if each.parent == GRADING))
    assert {module.split(".")[0] for module in imports(name_of(path))} <= set(allowed)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_the_way_in_has_at_most_eight_rooms_and_never_climbs_back(path):
    way = way_down(name_of(path))  # a circle would never end
    assert len(way) <= MOST_ROOMS, " → ".join(way)


def test_every_room_that_the_package_describes_is_there_in_that_order():
    text = ast.get_docstring(ast.parse((GRADING / "__init__.py").read_text(encoding="utf-8"))) or ""
    rooms = [line.split("``")[1].replace("/", ".") for line in text.splitlines() if line[:1].isdigit()]
    assert len(rooms) <= MOST_ROOMS
    for place, room in enumerate(rooms[1:], 1):
        assert any(room in imports(earlier) for earlier in rooms[:place]), f"nothing before {room} leads to it"


def test_no_two_files_of_grading_share_a_name_with_each_other_or_another_file_of_the_package():
    others = [path.name for path in GRADING.parent.rglob("*.py") if "exercises" not in path.parts and path.name != "__init__.py"]
    assert [path.name for path in FILES if others.count(path.name) > 1] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_file_is_longer_than_a_thought(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250
