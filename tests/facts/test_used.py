"""No fact is kept that nobody uses: a formula recomputes it, code of the course reads it, or a page quotes it.

A fact may wait for chapters that are not written yet; as soon as a chapter exists, it must quote the facts that name it.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from bigmodel_edu.facts import facts

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "bigmodel_edu"
BOOK = ROOT / "book"
FACTS_PAGE = BOOK / "appendix" / "facts.md"


def templates(source: str) -> tuple[set[str], list[re.Pattern[str]]]:
    """The strings of a program, and its f-strings as patterns; f-strings of hardly any fixed text fit everything and are left out."""
    words, patterns = set(), []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            fixed = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            if len(re.sub(r"[^a-z0-9]", "", "".join(text or "" for text in fixed))) >= 3:
                patterns.append(re.compile("".join("[a-z0-9.-]+" if text is None else re.escape(text) for text in fixed)))
    return words, patterns


@cache
def code_uses() -> tuple[set[str], list[re.Pattern[str]]]:
    words, patterns = set(), []
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.is_relative_to(PACKAGE / "facts"):
            continue
        found = templates(path.read_text(encoding="utf-8"))
        words |= found[0]
        patterns += found[1]
    return words, patterns


@cache
def pages() -> dict[str, str]:
    """Text of every page and lesson, by its name under book/ without the ending; the page of facts lists all and quotes none."""
    found = (path for path in sorted(BOOK.rglob("*.md")) if path != FACTS_PAGE)
    return {path.relative_to(BOOK).with_suffix("").as_posix(): path.read_text(encoding="utf-8") for path in found}


def quotes(text: str, key: str) -> bool:
    return re.search(rf"(?<![a-z0-9.-]){re.escape(key)}(?![a-z0-9-]|\.[a-z0-9])", text) is not None


def in_code(key: str) -> bool:
    words, patterns = code_uses()
    return key in words or any(pattern.fullmatch(key) for pattern in patterns)


@pytest.mark.parametrize("key", facts())
def test_every_fact_is_used_or_waits_for_a_chapter(key):
    fact = facts()[key]
    if fact.kind == "computed" or in_code(key) or any(quotes(text, key) for text in pages().values()):
        return
    waiting = [chapter for chapter in fact.chapters if chapter not in pages()]
    there = [chapter for chapter in fact.chapters if chapter in pages()]
    assert waiting, (
        f"{key} is used nowhere: quote it in {', '.join(there) or 'a page or lesson'} (the role fact, or facts.quote), "
        "name in its chapters a page that will, or take it out of the registry"
    )


def test_chapters_are_named_as_pages_are():
    named = {chapter for fact in facts().values() for chapter in fact.chapters}
    assert all(re.fullmatch(r"[a-z]+/[a-z0-9-]+", chapter) for chapter in named)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see {fact}`gpt3.mfu` here", True),
        ('facts.quote("gpt3.mfu")', True),
        ("gpt3.mfu-without-attention", False),
        ("my-gpt3.mfu", False),
        ("The end: gpt3.mfu.", True),
    ],
)
def test_a_key_is_found_only_as_a_whole(text, found):
    assert quotes(text, "gpt3.mfu") is found


def test_f_strings_that_fit_everything_do_not_count_as_use():
    words, patterns = templates('f"{name}.{field}"; f"{name}.peak-16bit"; "h100.memory"')
    assert [pattern.pattern for pattern in patterns] == [r"[a-z0-9.-]+\.peak\-16bit"]
    assert "h100.memory" in words
