"""The committed pins: each may be installed on the oldest Python, is what pyproject.toml asks for, and is known by its hashes."""

import csv
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.pins.pin import FILES, ROOT, read_pins
from tools.pins.refusing import refused_releases

PINS = [(file, pin) for file in FILES for pin in read_pins(ROOT / file)]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NOT_PINNED = ("bench",)  # the peers are installed into environments of their own
with (ROOT / "tools" / "pins" / "requires-python.csv").open(encoding="utf-8") as table:
    ASKS = {(row["name"], row["version"]): row["requires-python"] for row in csv.DictReader(table)}


def test_the_table_and_the_pins_are_the_same():
    assert {(pin.name, pin.version) for _file, pin in PINS} == set(ASKS), "run make pins"


@pytest.mark.parametrize("pin", [pin for _file, pin in PINS], ids=str)
def test_a_pin_admits_every_python_that_is_promised(pin):
    asked = ASKS.get((pin.name, pin.version), "<0")
    assert not refused_releases(pin, asked), f"{pin} wants Python {asked}: choose a version for {refused_releases(pin, asked)} too"


def test_the_promise_is_the_one_in_the_project():
    assert PROJECT["requires-python"] == ">=3.11"


def test_every_file_is_known_by_its_hash_but_torch():
    assert {pin.name for _file, pin in PINS if not pin.hashes} == {"torch"}


def test_no_file_names_a_host():
    for file in FILES:
        assert not re.search(r"://|--index|--find-links|--trusted", (ROOT / file).read_text(encoding="utf-8")), file


def wanted() -> list[Requirement]:
    extras = [line for extra, lines in PROJECT["optional-dependencies"].items() if extra not in NOT_PINNED for line in lines]
    return [Requirement(line) for line in (*PROJECT["dependencies"], *extras)]


@pytest.mark.parametrize("requirement", wanted(), ids=lambda requirement: requirement.name)
def test_what_the_project_asks_for_is_pinned(requirement):
    versions = [pin.version for _file, pin in PINS if pin.name == canonicalize_name(requirement.name)]
    assert versions and all(version in requirement.specifier for version in versions), f"{requirement}: pinned {versions}; run make pins"
