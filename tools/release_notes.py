"""Where a version and its day stand: in the package, in the changelog's heading, and in the citation."""

import re
from datetime import date
from pathlib import Path

from bigmodel_edu.language import _

NOT_YET = "not released yet"


def version_of(root: Path) -> str:
    """Return the version that the package names, without importing it.

    Raises:
        ValueError: if it names none.
    """
    text = (root / "bigmodel_edu" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(\d+(?:\.\d+)+(?:(?:a|b|rc)\d+)?)"$', text, flags=re.MULTILINE)
    if found is None:
        raise ValueError(_('expected a line such as __version__ = "1.2.3" in bigmodel_edu/__init__.py, found none'))
    return found[1]


def heading(changelog: str, version: str) -> str | None:
    """Return the heading of a version that has no date yet and says something below; None where there is none.

    >>> heading("# Changelog\\n\\n## 0.2.0 (not released yet)\\n\\n- **Book**: a page on search.\\n", "0.2.0")
    '## 0.2.0 (not released yet)'
    >>> heading("# Changelog\\n\\n## 0.2.0 (not released yet)\\n\\n## 0.1.0 (2026-11-30)\\n\\n- All.\\n", "0.2.0") is None
    True
    """
    wanted = f"## {version} ({NOT_YET})"
    entry = f"\n{changelog}".partition(f"\n{wanted}\n")[2]
    return wanted if entry.split("\n## ", 1)[0].strip() else None


def dated(changelog: str, version: str, day: date) -> str:
    """Put the day into the heading of a version.

    >>> dated("## 0.2.0 (not released yet)\\n", "0.2.0", date(2026, 12, 1))
    '## 0.2.0 (2026-12-01)\\n'
    """
    return changelog.replace(f"## {version} ({NOT_YET})\n", f"## {version} ({day})\n", 1)


def cited(citation: str, version: str, day: date) -> str:
    """Put version and day into a citation file.

    >>> cited("title: Big Models\\nversion: 0.1.0\\n", "0.2.0", date(2026, 12, 1))
    'title: Big Models\\nversion: 0.2.0\\ndate-released: 2026-12-01\\n'
    """
    without = re.sub(r"^date-released: .*\n", "", citation, flags=re.MULTILINE)
    return re.sub(r"^version: .*$", f"version: {version}\ndate-released: {day}", without, count=1, flags=re.MULTILINE)
