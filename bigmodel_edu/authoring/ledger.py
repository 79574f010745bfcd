"""``notebooks/made-from.json``: what each notebook was made from, in one file.

Each notebook is a block of its own and each thing in it a line, so that a diff shows what changed and branches merge. An entry is written
by itself: other entries are read again just before, under a lock, and so releases that run side by side lose nothing of each other.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock

from bigmodel_edu.files import write_file

FILE = "notebooks/made-from.json"
Entry = Mapping[str, Any]


class Ledger:
    """The file of one course.

    Args:
        root: the course's folder.
    """

    def __init__(self, root: Path) -> None:
        self.file = root / FILE

    def entry(self, notebook: str) -> Entry | None:
        """What is noted of a notebook, given by its path; None where nothing is, or where the file cannot be read."""
        found = self._entries().get(notebook)
        return found if isinstance(found, dict) else None

    def note(self, notebook: str, entry: Entry) -> None:
        """Put in, or replace, what is noted of one notebook."""
        self._change(lambda entries: entries | {notebook: entry})

    def keep_only(self, notebooks: Callable[[str], bool]) -> None:
        """Take out what is noted of notebooks that are not to be kept."""
        if not all(map(notebooks, self._entries())):
            self._change(lambda entries: {path: entry for path, entry in entries.items() if notebooks(path)})

    def _entries(self) -> dict[str, Any]:
        try:
            found = json.loads(self.file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):  # a file that a merge left damaged holds nothing: the notebooks are made anew
            return {}
        return found if isinstance(found, dict) else {}

    def _change(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self.file.with_name(f".{self.file.name}.lock")):
            write_file(self.file, to_text(change(self._entries())))


def to_text(entries: Mapping[str, Entry]) -> str:
    """The file's text: everything in order, a line for each thing that may change by itself.

    >>> print(to_text({"a.ipynb": {"code": "1f", "names": {"models.gpt": {"GPT": "2e", "block": "3d"}}}}), end="")
    {
     "a.ipynb": {
      "code": "1f",
      "names": {
       "models.gpt": {"GPT": "2e", "block": "3d"}
      }
     }
    }
    """
    return _block(entries, "", 3) + "\n"


def _block(value: Any, indent: str, depth: int) -> str:
    if not isinstance(value, Mapping) or not value or depth == 0:
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    rows = [f"{indent} {json.dumps(key, ensure_ascii=False)}: {_block(value[key], indent + ' ', depth - 1)}" for key in sorted(value)]
    return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
