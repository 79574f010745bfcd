"""The page of an exercise's words, as far as a notebook shows it.

Below the header, which ends at the first empty line, a line of four words or more is a sentence: it matters to the notebooks that show it.
Every other line, such as a title or ``points: 2``, matters to all that use the exercise.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection
from pathlib import Path

from bigmodel_edu.authoring.definition import DIGITS
from bigmodel_edu.authoring.shown import Shown

SENTENCE = 4  # words


def shown_lines(page: Path, shown: Shown) -> frozenset[str]:
    """The digests of those sentences that a notebook shows."""
    return frozenset(_digest(line) for line in _parts(page)[1] if shown.has(line))


def page_digest(page: Path, shown: Collection[str]) -> str:
    """A digest of the page: of its sentences, only those count whose own digests are among ``shown``."""
    others, sentences = _parts(page)
    counted = Counter(digest for digest in map(_digest, sentences) if digest in shown)
    return _digest(repr([others, sorted(counted.items())]))


def _parts(page: Path) -> tuple[list[str], list[str]]:
    """The lines that always count, and the sentences."""
    header, _empty, body = page.read_text(encoding="utf-8").partition("\n\n")
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    return header.split("\n") + [line for line in lines if not _is_sentence(line)], list(filter(_is_sentence, lines))


def _is_sentence(line: str) -> bool:
    return not line.startswith("#") and len(re.findall(r"[^\W\d_]+", line)) >= SENTENCE


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
