"""Read a submitted notebook with suspicion: any bytes in, cells or a plain reason out."""

import codecs
import json
from dataclasses import dataclass, field
from typing import Any

from bigmodel_edu.language import _

MAX_BYTES = 256 << 20
MAX_CODE = 2_000_000  # characters of code in one notebook
MAX_CELLS = 5_000


class Unreadable(ValueError):
    """The submission is no notebook; the message says why, in words for the student."""


@dataclass(frozen=True)
class NotebookCell:
    """One cell: its place among all cells, its kind ("code", "markdown", …), its text, and what our release wrote beside it."""

    place: int
    kind: str
    source: str
    role: str = ""
    exercise: str = ""


@dataclass(frozen=True)
class Notebook:
    """What counts of a notebook. Outputs are not kept: marks never depend on what a notebook claims to have printed."""

    cells: tuple[NotebookCell, ...]
    lesson: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def code(self) -> tuple[NotebookCell, ...]:
        return tuple(cell for cell in self.cells if cell.kind == "code")


def read_notebook(content: bytes) -> Notebook:
    """Return the notebook's cells.

    Formats 3, 4 and what a later 5 may look like are read; missing metadata, odd kinds and broken cells are tolerated.

    Raises:
        Unreadable: naming what is wrong.
    """
    if not content.strip():
        raise Unreadable(_("the file is empty"))
    if len(content) > MAX_BYTES:
        raise Unreadable(_("the file has {size} MB; at most {most} MB are read").format(size=len(content) >> 20, most=MAX_BYTES >> 20))
    text, notes = _decode(content)
    document = _parse(text)
    cells = tuple(_cells(document))
    if sum(len(cell.source) for cell in cells if cell.kind == "code") > MAX_CODE:
        raise Unreadable(_("the notebook has more than {most:,} characters of code").format(most=MAX_CODE))
    own = _dictionary(_dictionary(document.get("metadata")).get("bigmodel_edu"))
    return Notebook(cells, lesson=_text(own.get("lesson"))[:200], notes=tuple(notes))


def _decode(content: bytes) -> tuple[str, list[str]]:
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace"), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace"), [_("The file is not UTF-8; some characters were replaced.")]


def _parse(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text, parse_int=_bounded_int)
    except RecursionError:
        raise Unreadable(_("not a notebook: nested too deeply")) from None
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise Unreadable(_("not a notebook: invalid JSON at line {line}").format(line=line)) from None
    if not isinstance(document, dict):
        raise Unreadable(_("not a notebook: the JSON holds no cells"))
    return document


def _bounded_int(digits: str) -> int:
    return int(digits) if len(digits) < 19 else 0  # no number in a notebook file matters to us; a huge one only costs time


def _cells(document: dict[str, Any]) -> list[NotebookCell]:
    raw = document.get("cells")
    if raw is None and isinstance(document.get("worksheets"), list):  # notebook format 3
        raw = [cell for sheet in document["worksheets"] for cell in _listed(_dictionary(sheet).get("cells"))]
    if not isinstance(raw, list):
        raise Unreadable(_("not a notebook: the JSON holds no cells"))
    if len(raw) > MAX_CELLS:
        raise Unreadable(_("the notebook has more than {most:,} cells").format(most=MAX_CELLS))
    return [_cell(place, cell) for place, cell in enumerate(raw) if isinstance(cell, dict)]


def _cell(place: int, cell: dict[str, Any]) -> NotebookCell:
    kind = _text(cell.get("cell_type")) or ("code" if "outputs" in cell or "execution_count" in cell else "markdown")
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    own = _dictionary(_dictionary(cell.get("metadata")).get("bigmodel_edu"))
    return NotebookCell(place, kind, _text(source), role=_text(own.get("kind"))[:40], exercise=_text(own.get("exercise"))[:200])


def _text(value: Any) -> str:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _dictionary(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
