"""A language that marks every message: whatever is shown outside the marks has escaped translation."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bigmodel_edu.language import DOMAIN

NAME = "xx"
OPEN, CLOSE = "⟦", "⟧"
WORD = r"[A-Za-zÀ-ÿ’']{2,}"
# What stays the same in every language: paths, names of files and of code, options, what stands for a value, ids of exercises.
SAME = re.compile(
    r"`[^`]*`|bigmodel-edu [^\n]*|<[^<>]*>|\S*[/\\=_]\S*|-{1,2}\w[\w-]*|\b[\w-]+\.[\w.-]+\b"
    r"|\b[A-Z]{2,}\b|\b\w+-\w+(?:-\w+)*\b|&\w+;|\[x\S*\]"
)


def mark(message: str) -> str:
    """Put a message between marks; the blanks around it stay outside.

    >>> mark("Points: {points}")
    '⟦Points: {points}⟧'
    """
    bare = message.strip(" \n")
    if not bare:
        return message
    before, _bare, after = message.partition(bare)
    return f"{before}{OPEN}{bare}{CLOSE}{after}"


def write_catalogue(catalogue: Catalog, folder: Path) -> None:
    """Write the marked catalogue where gettext looks for it under a folder of catalogues."""
    marked = Catalog(fuzzy=False)
    headers = {"Content-Type": "text/plain; charset=utf-8", "Language": NAME, "Plural-Forms": "nplurals=2; plural=n != 1;"}
    marked.mime_headers = list(headers.items())
    for message in catalogue:
        if message.id:
            marked.add(message.id, mark(message.id) if isinstance(message.id, str) else tuple(map(mark, message.id)))
    target = folder / NAME / "LC_MESSAGES" / f"{DOMAIN}.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, marked)


def outside(text: str) -> str:
    """The text that stands outside of all marks.

    >>> outside("⟦a ⟦b⟧ c⟧ d ⟦e⟧")
    '  d  '
    """
    depth, kept = 0, []
    for character in text:
        if character == OPEN:
            depth += 1
            kept.append(" ")
        elif character == CLOSE:
            depth -= 1
        elif depth == 0:
            kept.append(character)
    assert depth == 0, "a mark was opened and never closed"
    return "".join(kept)


def escaped(text: str, known: tuple[str, ...] = ()) -> list[str]:
    """Runs of two or more words outside the marks, apart from what is the same in every language and from known words."""
    left = outside(text)
    for words in known:
        left = left.replace(words, " | ")
    left = SAME.sub(" | ", left)
    return re.findall(rf"{WORD}(?:[,.:;]?[ ]+{WORD})+", left)
