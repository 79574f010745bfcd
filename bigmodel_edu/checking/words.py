"""An exercise's page of words: what a student reads of it, in Markdown, so that teachers and translators need no Python.

A page begins with the exercise's id as its title. Then come, each only where there is something to say:

- ``key: value`` lines: ``points`` and ``right`` of a choice, which consists of words only;
- the question, as a paragraph;
- a list: the groups and properties of a function, the options of a choice, the rubric of a text, as ``- name: words`` or ``- words``;
- a section for each typical mistake, ``## name``, or ``## name (b)`` for an option: a sentence, and three numbered hints;
- the section ``## otherwise``: numbered hints for an answer that makes no known mistake.

A translation stands beside it as ``<exercise>.<language>.md``, with the same names.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

from bigmodel_edu.language import _, plural, preferred

OTHERWISE = "otherwise"
TITLE = re.compile(r"# (\S+)")
SECTION = re.compile(r"## ([a-z0-9-]+)(?: \(([a-z](?:, [a-z])*)\))?")
HEADER = re.compile(r"([a-z]+): (.+)")
ITEM = re.compile(r"- (?:([^:]+): )?(.+)")
HINT = re.compile(r"(\d+)\. (.+)")
MARKED = re.compile(r"#|- |\d+\. ")


class MalformedExercise(ValueError):
    """An exercise whose code or words cannot be used; says in which file and line, and what was expected."""

    def __init__(self, path: Path, line: int, said: str) -> None:
        super().__init__(f"{path}:{line}: {said}")
        self.path, self.line = path, line


@dataclass(frozen=True)
class MistakeWords:
    """What is said of one typical mistake; ``option`` is the letter that it chose, where there is one."""

    name: str
    said: str
    hints: tuple[str, ...]
    option: str
    line: int


@dataclass(frozen=True)
class Words:
    """A page of words, read.

    Args:
        path: of the page.
        id: the exercise's.
        header: the ``key: value`` lines.
        prompt: the question.
        items: the list's words by name; an item without a name is its own.
        mistakes: in the order of the page.
        hints: for an answer that makes no known mistake.
        lines: where the title, the header's keys and the items stand.
    """

    path: Path
    id: str
    header: dict[str, str] = field(default_factory=dict)
    prompt: str = ""
    items: dict[str, str] = field(default_factory=dict)
    mistakes: tuple[MistakeWords, ...] = ()
    hints: tuple[str, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)

    def fail(self, line: int, said: str) -> NoReturn:
        """Refuse the page. Raises: MalformedExercise."""
        raise MalformedExercise(self.path, line, said)


Line = tuple[int, str]


def words_of(path: Path) -> Words:
    """Read an exercise's words in the reader's language; in English where there is no translation.

    Raises:
        MalformedExercise: for a page that cannot be read, or a translation that names other things.
    """
    english = read_words(path)
    for language in preferred():
        translated = path.with_name(f"{path.stem}.{language}.md")
        if translated.exists():
            return _translated(english, read_words(translated))
    return english


def _translated(english: Words, words: Words) -> Words:
    """The translation, with the order and the header of the English page."""
    if words.id != english.id:
        expected = _("expected the title {wanted!r}, as in {page}, got {found!r}")
        words.fail(1, expected.format(wanted=english.id, page=english.path.name, found=words.id))
    for expected, ours, theirs in (
        (_("expected the items of {page}, {ours}, got {theirs}"), list(english.items), list(words.items)),
        (_("expected the sections of {page}, {ours}, got {theirs}"), _names(english), _names(words)),
        (_("expected as many hints as in {page}, {ours}, got {theirs}"), len(english.hints), len(words.hints)),
    ):
        if ours != theirs:
            words.fail(1, expected.format(page=english.path.name, ours=ours, theirs=theirs))
    return replace(words, header=english.header, lines=english.lines)


def _names(words: Words) -> list[str]:
    return [mistake.name for mistake in words.mistakes]


def read_words(path: Path) -> Words:
    """Read a page of words.

    Raises:
        MalformedExercise: for anything that the form does not know, with its line.
    """
    try:
        lines = list(enumerate(path.read_text(encoding="utf-8").splitlines(), start=1))
    except FileNotFoundError:
        raise MalformedExercise(path, 1, _("expected the exercise's words in this file, which does not exist")) from None
    except UnicodeDecodeError as error:
        raise MalformedExercise(path, 1, _("expected UTF-8: {error}").format(error=error)) from None
    words = Words(path, "")
    starts = [index for index, (_number, line) in enumerate(lines) if line.startswith("#")]
    title = TITLE.fullmatch(lines[0][1].rstrip()) if lines else None
    if title is None:
        words.fail(1, _("expected the exercise's id as title, such as '# self-attention.causal_mask'"))
    words = replace(words, id=title[1], lines={"": 1})
    sections = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    words = _head(words, sections[0][1:])
    mistakes: list[MistakeWords] = []
    for section in sections[1:]:
        mistake = _section(words, section)
        if mistake.name in (OTHERWISE if words.hints else "", *(each.name for each in mistakes)):
            words.fail(mistake.line, _("the section {name!r} stands here twice").format(name=mistake.name))
        if mistake.name == OTHERWISE:
            words = replace(words, hints=mistake.hints)
        else:
            mistakes.append(mistake)
    return replace(words, mistakes=tuple(mistakes))


def _head(words: Words, lines: Sequence[Line]) -> Words:
    """What stands before the first section: header, question, list."""
    header, prompt, items, places = {}, [], {}, dict(words.lines)
    in_header = True
    for number, block in _blocks(lines):
        if in_header and (match := HEADER.fullmatch(block)) and not block.startswith("- "):
            header[match[1]], places[match[1]] = match[2], number
            continue
        in_header = False
        if match := ITEM.fullmatch(block):
            name, said = match[1] or match[2], match[2]
            if name in items:
                words.fail(number, _("the item {name!r} stands here twice").format(name=name))
            items[name], places[name] = said, number
        elif HINT.fullmatch(block):
            words.fail(number, _("expected hints only in a section such as '## name' or '## otherwise'"))
        elif items:
            words.fail(number, _("expected the question before the list"))
        else:
            prompt.append(block)
    return replace(words, header=header, prompt="\n\n".join(prompt), items=items, lines=places)


def _section(words: Words, lines: Sequence[Line]) -> MistakeWords:
    start, heading = lines[0]
    match = SECTION.fullmatch(heading.rstrip())
    if match is None:
        words.fail(start, _("expected a heading such as '## strictly-lower', of small letters, digits and hyphens, or '## keys (b)'"))
    said, hints = [], []
    for number, block in _blocks(lines[1:]):
        if hint := HINT.fullmatch(block):
            hints.append(hint[2])
            if int(hint[1]) != len(hints):
                words.fail(number, _("expected hint number {wanted}, got {found}").format(wanted=len(hints), found=hint[1]))
        elif hints or block.startswith("- "):
            words.fail(number, _("expected a sentence and then numbered hints, and nothing else, in a section"))
        else:
            said.append(block)
    if match[1] == OTHERWISE:
        if said or not hints:
            words.fail(start, _("expected numbered hints, and no sentence, under '## otherwise'"))
    elif not said or len(hints) != 3:
        expected = plural(
            "expected a sentence and three hints for {name!r}, got {count} hint after {said!r}",
            "expected a sentence and three hints for {name!r}, got {count} hints after {said!r}",
            len(hints),
        )
        words.fail(start, expected.format(name=match[1], count=len(hints), said=" ".join(said)[:40]))
    return MistakeWords(match[1], " ".join(said), tuple(hints), match[2] or "", start)


def _blocks(lines: Sequence[Line]) -> Iterator[Line]:
    """Paragraphs, header lines, items and hints, each on one line; a line that begins none of them goes on with the one before."""
    start, block = 0, ""
    for number, line in lines:
        text = line.strip()
        begins = bool(MARKED.match(text)) or bool(HEADER.fullmatch(block) and HEADER.fullmatch(text))
        if block and (not text or begins):
            yield start, block
            block = ""
        if text:
            start, block = (start, f"{block} {text}") if block else (number, text)
    if block:
        yield start, block
