"""Find lesson sources and read them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jupytext.myst import CODE_DIRECTIVE, MystMetadataParsingError, get_parser, myst_to_notebook
from nbformat import ValidationError

from bigmodel_edu.authoring.lesson import Cell, Lesson
from bigmodel_edu.authoring.problem import MalformedLesson, Problem
from bigmodel_edu.language import _

BOOK = "book"
OPTIONS = ("tags", "exercise", "alt")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HEADER = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---"""


def find_sources(root: Path) -> Iterator[Path]:
    """Every lesson source under ``root/book``, in order. Prose pages, which have no header and no code cell, are passed over."""
    for path in sorted((root / BOOK).rglob("*.md")):
        if path.is_file() and not any(part.startswith((".", "_")) for part in path.relative_to(root).parts) and _is_lesson(path):
            yield path


def _is_lesson(path: Path) -> bool:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    tokens = get_parser().parse(text)
    if tokens and tokens[0].type == "front_matter" and re.search(r"^['\"]?jupytext\b", tokens[0].content, re.MULTILINE):
        return True
    return any(token.type == "fence" and token.info.startswith(CODE_DIRECTIVE) for token in tokens)


def read_lesson(root: Path, path: Path) -> Lesson:
    """Read one source.

    Raises:
        MalformedLesson: when no lesson can be read from it; what is merely wrong with a lesson is for `rules` to say.
    """
    place = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise _malformed(place, line, _("not UTF-8"), _("Save the file as UTF-8.")) from None
    name = _name(place)
    _check_header(place, text)
    try:
        notebook = myst_to_notebook(text, add_source_map=True)
    except (MystMetadataParsingError, yaml.YAMLError) as error:
        raise _unreadable_options(place, str(error)) from None
    except ValidationError:
        line = next((number for number, each in enumerate(text.splitlines(), start=1) if re.match(r":?tags:(?!\s*\[)", each)), 1)
        raise _malformed(place, line, _("tags are not a list of texts"), _("Write `:tags: [exercise]`.")) from None
    lines = text.splitlines()
    starts = notebook.metadata["source_map"]
    cells = tuple(_cell(place, lines, start, cell) for start, cell in zip(starts, notebook.cells, strict=True))
    return Lesson(name, place, cells)


def _name(place: str) -> str:
    parts = place.removeprefix(f"{BOOK}/").removesuffix(".md").split("/")
    if len(parts) != 2 or not all(NAME.fullmatch(part) and len(part) <= 40 for part in parts):
        remedy = _("A lesson is book/<part>/<chapter>.md; names have lower-case letters, digits and single hyphens, 40 characters at most.")
        raise _malformed(place, 1, _("not the place or the name of a lesson"), remedy)
    return "/".join(parts)


def _check_header(place: str, text: str) -> None:
    remedy = _("Begin the file with:") + "\n" + HEADER
    found = re.match(r"---[ \t]*\n(.*?)\n---[ \t]*(\n|$)", text, re.DOTALL)
    if not found:
        raise _malformed(place, 1, _("code cells, but no jupytext header"), remedy)
    try:
        header = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _malformed(place, mark.line + 2 if mark else 1, _("the header is not valid YAML"), remedy) from None
    form = _within(header, "jupytext", "text_representation", "format_name")
    kernel = _within(header, "kernelspec", "name")
    if form != "myst" or kernel != "python3":
        what = _("the header asks for format {form!r} and kernel {kernel!r}, expected 'myst' and 'python3'")
        raise _malformed(place, 1, what.format(form=form, kernel=kernel), remedy)


def _within(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _cell(place: str, lines: list[str], start: int, cell: Any) -> Cell:
    if cell.cell_type == "markdown":
        skipped = next((index for index, line in enumerate(lines[start:]) if line.strip()), 0)
        return Cell("text", cell.source, start + skipped + 1)
    if cell.cell_type != "code":
        raise _malformed(place, start, _("a raw cell"), _("A lesson has text and {code-cell} blocks only."))
    options = dict(cell.metadata)
    line = _first_line(lines, start, cell.source.splitlines())
    unknown = [name for name in options if name not in OPTIONS]
    if unknown:
        what = _("unknown option `{name}`").format(name=unknown[0])
        raise _malformed(place, start, what, _("A code cell's options are: {options}.").format(options=", ".join(OPTIONS)))
    texts = (options.get("exercise", ""), options.get("alt", ""))
    if not all(isinstance(text, str) for text in texts):
        raise _malformed(place, start, _("an option's value is not a text"), _("Put the value in quotes."))
    alt = " ".join(texts[1].split())
    return Cell("code", cell.source, line, tuple(options.get("tags", [])), texts[0].strip(), alt, _line_of_alt(lines, start, line))


def _line_of_alt(lines: list[str], fence: int, code: int) -> int:
    return next((place for place in range(fence, code) if re.match(r":?alt:", lines[place - 1].strip())), 0)


def _first_line(lines: list[str], fence: int, source: list[str]) -> int:
    """The line of a cell's first line of code; ``fence`` is the line of the opening fence, counted from 1."""
    for index in range(fence, len(lines) - len(source) + 1):
        if source and all(line.strip() == wanted.strip() for line, wanted in zip(lines[index:], source, strict=False)):
            return index + 1
    return fence


def _unreadable_options(place: str, message: str) -> MalformedLesson:
    line = re.search(r"at line (\d+)", message)
    reason = message.split("Invalid YAML; ")[-1].splitlines()[0]
    remedy = _('Put a value that has a colon in quotes: `:alt: "Loss: it falls."`')
    what = _("the cell's options are not valid YAML ({reason})").format(reason=reason)
    return _malformed(place, int(line[1]) if line else 1, what, remedy)


def _malformed(place: str, line: int, what: str, remedy: str) -> MalformedLesson:
    return MalformedLesson(Problem(place, line, what, remedy))
