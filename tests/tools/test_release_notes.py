"""Versions, headings and days, in files as people write them."""

import doctest
from datetime import date

import pytest

from tools import release_notes
from tools.release_notes import cited, dated, heading, version_of

DAY = date(2026, 12, 1)


def test_the_examples_hold():
    outcome = doctest.testmod(release_notes)
    assert outcome.attempted and not outcome.failed


@pytest.mark.parametrize("version", ["0.1.0", "1.0", "2.3.4", "1.0.0rc1", "0.10.0"])
def test_a_version_is_read_without_running_the_package(tmp_path, version):
    (tmp_path / "bigmodel_edu").mkdir()
    (tmp_path / "bigmodel_edu" / "__init__.py").write_text(f'"""P."""\n\n__version__ = "{version}"\nraise SystemExit\n', encoding="utf-8")
    assert version_of(tmp_path) == version


@pytest.mark.parametrize("line", ["", '__version__ = ""', '__version__ = "next"', '__version__ = "1"', '# __version__ = "1.0"'])
def test_a_package_without_a_version_is_told(tmp_path, line):
    (tmp_path / "bigmodel_edu").mkdir()
    (tmp_path / "bigmodel_edu" / "__init__.py").write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match="expected a line such as"):
        version_of(tmp_path)


@pytest.mark.parametrize(
    "changelog",
    [
        "# Changelog\n",
        "# Changelog\n\n## 0.1.0 (2026-11-30)\n\n- All.\n",  # released before
        "# Changelog\n\n## 0.1.0 (not released yet)\n\n## 0.0.9 (2026-01-01)\n\n- All.\n",  # nothing said
        "# Changelog\n\n## 0.1.01 (not released yet)\n\n- All.\n",
        "# Changelog\n\n### 0.1.0 (not released yet)\n\n- All.\n",
    ],
)
def test_an_entry_that_is_missing_dated_or_empty_is_none(changelog):
    assert heading(changelog, "0.1.0") is None


def test_only_the_version_that_is_released_is_dated():
    changelog = "# Changelog\n\n## 0.3.0 (not released yet)\n\n- B.\n\n## 0.2.0 (not released yet)\n\n- A.\n"
    assert dated(changelog, "0.2.0", DAY) == changelog.replace("0.2.0 (not released yet)", "0.2.0 (2026-12-01)")


def test_a_citation_is_dated_once_and_its_format_stays():
    citation = "cff-version: 1.2.0\ntitle: T\nversion: 0.1.0\nlicense: MIT\n"
    once = cited(citation, "0.2.0", DAY)
    assert once == "cff-version: 1.2.0\ntitle: T\nversion: 0.2.0\ndate-released: 2026-12-01\nlicense: MIT\n"
    assert cited(once, "0.2.0", DAY) == once
