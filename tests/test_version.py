"""The version is said in one place; whatever repeats it agrees."""

import json
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from bigmodel_edu import __version__

ROOT = Path(__file__).parents[1]


def test_the_built_package_takes_its_version_from_the_source():
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert configuration["project"]["dynamic"] == ["version"] and "version" not in configuration["project"]
    module, attribute = configuration["tool"]["setuptools"]["dynamic"]["version"]["attr"].rsplit(".", 1)
    assert getattr(import_module(module), attribute) == __version__


def test_the_citation_and_the_newest_entry_of_the_changelog_say_it_too():
    assert re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)[1] == __version__
    assert re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[1] == __version__


@pytest.mark.parametrize("place", [ROOT / "README.md", *sorted((ROOT / "book" / "instructors").glob("*.md"))], ids=lambda path: path.name)
def test_every_wheel_that_a_page_names_is_todays(place):
    named = re.findall(r"bigmodel_edu-(\d[\w.]*?)-py3", place.read_text(encoding="utf-8"))
    assert set(named) <= {__version__}


def test_no_set_up_cell_asks_for_another_version():
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        setup = ["".join(cell["source"]) for cell in cells if cell["metadata"].get("bigmodel_edu", {}).get("kind") == "setup"]
        named = re.findall(r"bigmodel[-_]edu\s*(?:==|-)\s*(\d[\w.]*)", "\n".join(setup))
        assert set(named) <= {__version__}, path
