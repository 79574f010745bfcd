"""A module's name tells it from every other, and a module holds one idea: exercises, of which each is one, aside."""

from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "bigmodel_edu"
LONGEST = 250  # lines
MODULES = [path for path in PACKAGE.rglob("*.py") if not path.stem.startswith("__") and PACKAGE / "exercises" not in path.parents]


def test_no_two_modules_share_a_name():
    places = defaultdict(list)
    for path in MODULES:
        places[path.stem].append(path.relative_to(PACKAGE).as_posix())
    shared = {name: sorted(found) for name, found in places.items() if len(found) > 1}
    assert not shared, f"rename all but one of each to what it owns: {shared}"


def test_no_module_is_longer_than_one_idea():
    lengths = {path.relative_to(PACKAGE): len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    long = {path.as_posix(): lines for path, lines in lengths.items() if lines > LONGEST}
    assert not long, f"split each of these by idea, at {LONGEST} lines at most: {long}"
