r"""Cut a text into pieces that no token may cross: words with the space before them, numbers, marks, runs of spaces.

Without this step a tokenizer would learn ``dog.``, ``dog!`` and ``dog?`` as three tokens.
"""

import re
from collections.abc import Iterator
from typing import Any

import regex

# Radford et al. 2019, encoder.py: contractions | letters | digits | other marks, each with an optional space before | spaces.
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
DIGITS = r"\p{N}"  # SmolLM2 first cuts every digit off, so that each number is written digit by digit

SCHEMES: dict[str, tuple[str, ...]] = {"gpt2": (GPT2,), "smollm": (DIGITS, GPT2)}
_COMPILED: dict[str, Any] = {}


def split(text: str, scheme: str = "gpt2") -> list[str]:
    """Return the pieces of a text in order; joined they are the text again.

    Args:
        text: any text.
        scheme: ``gpt2``, or ``smollm`` (every digit alone).

    Raises:
        ValueError: if there is no such scheme.

    >>> split("It's 42,  friend!")
    ['It', "'s", ' 42', ',', ' ', ' friend', '!']
    >>> split("It's 42", "smollm")
    ['It', "'s", ' ', '4', '2']
    """
    return list(pieces(text, scheme))


def pieces(text: str, scheme: str = "gpt2") -> Iterator[str]:
    """Yield the pieces of a text one after the other, as ``split`` returns them."""
    if scheme not in SCHEMES:
        raise ValueError(f"expected a scheme of {', '.join(SCHEMES)}, got {scheme!r}")
    *before, last = (_compiled(pattern) for pattern in SCHEMES[scheme])
    parts: list[str] = [text]
    for pattern in before:
        parts = [piece for part in parts for piece in _cut_out(pattern, part)]
    for part in parts:
        for match in last.finditer(part):
            yield match.group()


def _compiled(pattern: str) -> Any:
    if pattern not in _COMPILED:
        _COMPILED[pattern] = regex.compile(pattern)
    return _COMPILED[pattern]


def _cut_out(pattern: Any, text: str) -> Iterator[str]:
    """Yield every match and the stretches between matches."""
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            yield text[end : match.start()]
        yield match.group()
        end = match.end()
    if end < len(text):
        yield text[end:]


def cut_at(text: str, marks: tuple[str, ...]) -> list[str]:
    """Cut a text at every one of the given marks; the marks stay as parts of their own, the longest first where two fit.

    >>> cut_at("a<|end|>b", ("<|end|>",))
    ['a', '<|end|>', 'b']
    """
    if not marks:
        return [text] if text else []
    pattern = "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True))
    return [part for part in re.split(f"({pattern})", text) if part]
