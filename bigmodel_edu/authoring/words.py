"""The page of an exercise's words, as far as a notebook shows it.

A line of four words or more is a sentence: it matters to the notebooks that show it. Every other line, such as a heading or
``points: 2``, matters to all that use the exercise.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from bigmodel_edu.authoring.definition import DIGITS
from bigmodel_edu.authoring.shown import Shown

SENTENCE = 4  # words


def shown_lines(page: Path, shown: Shown) -> frozenset[str]:
    """The digests of those sentences that a notebook shows."""
    return frozenset(_digest(line) for line in _sentences(_lines(page)) if shown.has(line))


def page_digest(page: Path, shown: Collection[str]) -> str:
    """A digest of the page: of its sentences, only those count whose own digests are among ``shown``."""
    lines = _lines(page)
    sentences = Counter(digest for digest in map(_digest, _sentences(lines)) if digest in shown)
    return _digest(repr([[line for line in lines if not _is_sentence(line)], sorted(sentences.items())]))


def _lines(page: Path) -> list[str]:
    return [line.strip() for line in page.read_text(encoding="utf-8").splitlines() if line.strip()]


def _sentences(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if _is_sentence(line)]


def _is_sentence(line: str) -> bool:
    return not line.startswith("#") and len(re.findall(r"[^\W\d_]+", line)) >= SENTENCE


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
